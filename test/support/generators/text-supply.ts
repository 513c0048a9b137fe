/** A supply of texts, to be used up. */
export function supplyOf(texts: readonly string[]) {
  const left = [...texts].reverse();
  const take = (): string => left.pop() ?? 'Contoso';
  return {
    take,

    isEmpty: (): boolean => left.length === 0,

    /** As many of the next texts as fit into so many characters, a line each; at least one, whether it fits or not. */
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

/** Where the next text comes from. */
export type Supply = ReturnType<typeof supplyOf>;

// More would leave only their beginning on a card.
const MOST_LINES = 5;
