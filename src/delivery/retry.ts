const FIRST_DELAY_MS = 2000;
const LONGEST_DELAY_MS = 5 * 60_000;
const MOST_DOUBLINGS = 10;

/**
 * Milliseconds until the next attempt: doubled with each attempt, from 2 seconds to 5 minutes, with 20 % jitter, and
 * never less than `askedMs`, which the other side asked for.
 */
export function delayAfter(attempts: number, askedMs = 0): number {
  const doubled = FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, MOST_DOUBLINGS);
  const jitter = 0.8 + 0.4 * Math.random();
  return Math.round(Math.max(askedMs, Math.min(LONGEST_DELAY_MS, doubled) * jitter));
}
