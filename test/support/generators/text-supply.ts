/** Hands out these texts, each once, and then a harmless one. */
export function supplyOf(texts: readonly string[]) {
  const left = [...texts].reverse();
  let isSpare = false;
  const take = (): string => {
    isSpare = left.length === 0;
    return left.pop() ?? 'Contoso';
  };
  return {
    take,

    isEmpty: (): boolean => left.length === 0,

    /** Throws when the text that was refused with this answer is the harmless one: the fault is not in the text. */
    requireHostile(answer: string): void {
      if (isSpare) throw new Error(`A harmless text was refused: ${answer}`);
    },

    /**
     * As many of the next texts as fit into `most` characters, a line each, at most five; at least one, however long.
     */
    takeLines(most: number): string[] {
      const lines = [take()];
      let room = most - lines.join('').length;
      for (let next = left.at(-1); next !== undefined && lines.length < MOST_LINES; next = left.at(-1)) {
        room -= next.length + 1;
        if (room < 0) break;
        lines.push(take());
      }
      return lines;
    },
  };
}

/** The texts that are left. */
export type Supply = ReturnType<typeof supplyOf>;

// A card would show only the beginning of more lines.
const MOST_LINES = 5;
