/** The value below which this share of the values lies; NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle one of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/** The median of rounds with their lowest and highest value. */
export type Rounds = { readonly median: number; readonly low: number; readonly high: number };

/** Sums rounds up. */
export function summed(values: readonly number[]): Rounds {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** The lowest number of instants in any second between the first and the last; 0 with less than a second in all. */
export function slowestSecond(instantsMs: readonly number[]): number {
  const sorted = [...instantsMs].sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined || last - first < 1000) return sorted.length;
  // A second that is emptier than all others begins right after an instant, or at the beginning.
  const starts = [first, ...sorted].filter((start) => start + 1000 <= last);
  return Math.min(...starts.map((start) => sorted.filter((at) => at > start && at <= start + 1000).length));
}

/** A number with three digits that count. */
export function rounded(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
