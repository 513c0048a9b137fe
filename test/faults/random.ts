/** Numbers that follow from a seed: the same faults come again. */
export type Random = {
  /** At least 0, less than 1. */
  readonly next: () => number;
  readonly between: (low: number, high: number) => number;
  readonly pick: <One>(list: readonly One[]) => One;
};

/** Draws from a seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    pick: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
  };
}
