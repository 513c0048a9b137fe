const FRESH_MS = 500;
const MOST_KNOWN = 10_000;

/**
 * Remembers what the database answered for half a second, at most 10,000 answers. Several questions at once are asked
 * once. What another process changes is seen within that time; after a change of its own, a process calls `forget`.
 */
export function createFresh<Value>() {
  const known = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();

  return {
    /** The answer to this question, which `ask` gets from the database. */
    get(key: string, ask: () => Promise<Value>): Promise<Value> {
      const now = performance.now();
      const earlier = known.get(key);
      if (earlier && now < earlier.until) return earlier.value;
      const answer = { value: ask(), until: now + FRESH_MS };
      known.delete(key);
      const [oldest] = known.size < MOST_KNOWN ? [] : known.keys();
      if (oldest !== undefined) known.delete(oldest);
      known.set(key, answer);
      // A failure is no answer.
      answer.value.catch(() => known.get(key) === answer && known.delete(key));
      return answer.value;
    },

    /** Asks anew from now on, also where a question is under way. */
    forget: (): void => known.clear(),
  };
}
