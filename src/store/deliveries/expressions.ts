/** The database's time, in milliseconds, as an expression of an update. */
export const NOW_MS = { $toLong: '$$NOW' } as const;

/** The database's time plus so many milliseconds, as an expression of an update. */
export function later(ms: number) {
  return { $add: ['$$NOW', Math.max(0, Math.round(ms))] };
}
