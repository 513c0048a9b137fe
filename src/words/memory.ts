/** Returns what was made for this key; makes it where the key is new, or was forgotten. */
export type Memory<Value> = (key: string, make: () => Value) => Value;

/**
 * Keeps what is costly to make, for at most `most` keys: a newer key replaces the oldest, because keys come from outside
 * and must not fill the memory. An error of `make` is thrown and not kept.
 */
export function createMemory<Value extends {}>(most: number): Memory<Value> {
  const kept = new Map<string, Value>();
  return (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    const [oldest] = kept.size < most ? [] : kept.keys();
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, made);
    return made;
  };
}
