import { setTimeout as wait } from 'node:timers/promises';

/** A clock that only goes forward, in milliseconds, and a way to wait by it; a test can bring its own. */
export type Time = { readonly now: () => number; readonly sleep: (ms: number) => Promise<void> };

/** The monotonic clock of this process. */
export const PROCESS_TIME: Time = {
  now: () => performance.now(),
  sleep: (ms) => wait(Math.max(0, ms)),
};

/**
 * The database's clock, as far as this process knows it from the database's answers. The truth lies between `early` and
 * `late`.
 */
export function createDatabaseClock({ now }: Time) {
  let low = Date.now() - now();
  let high = low;
  let isKnown = false;

  return {
    /** The database said `readAt` in an answer to what was asked at `asked` and answered now. */
    learn(readAt: Date, asked: number): void {
      const [least, most] = [readAt.getTime() - now(), readAt.getTime() + 1 - asked];
      // Clocks run apart slowly, so that what was known before is worth a little less each time.
      low = isKnown ? Math.max(least, low - DRIFT_MS) : least;
      high = isKnown ? Math.min(most, high + DRIFT_MS) : most;
      if (low > high) [low, high] = [least, most];
      isKnown = true;
    },

    early: (): number => now() + low,
    late: (): number => now() + high,
  };
}

const DRIFT_MS = 0.5;

/** The database's clock as this process knows it. */
export type DatabaseClock = ReturnType<typeof createDatabaseClock>;
