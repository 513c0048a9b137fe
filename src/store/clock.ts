/** The database's time at one moment of this process, and how long the answer took. */
export type ClockReading = {
  /** What the monotonic clock of this process said in the middle between question and answer. */
  readonly atMs: number;
  readonly serverMs: number;
  readonly roundTripMs: number;
};

// A reading that differs by more than this shows a step: another primary, a corrected clock, a machine that slept.
const STEP_MS = 1000;
// The share of a smaller difference that is taken over: single readings differ by what the network does.
const SHARE = 0.25;
// An answer that took longer says too little about the time.
const SLOWEST_MS = 2000;

/**
 * A clock that follows the database's. Between readings, and while the database is away, it counts on the monotonic
 * clock, so that it does not follow when the clock of this machine is changed. `machine`: this machine's clock, which
 * counts until the first reading.
 */
export function createDatabaseClock(machine: () => Date, monotonic: () => number = () => performance.now()) {
  // The database's time when the monotonic clock said 0.
  let origin: number | undefined;
  const now = () => (origin === undefined ? machine() : new Date(origin + monotonic()));

  return {
    now,

    /** Corrects the clock by what the database has said. */
    follow({ atMs, serverMs, roundTripMs }: ClockReading): void {
      const read = serverMs - atMs;
      const difference = read - (origin ?? read);
      if (origin !== undefined && roundTripMs > SLOWEST_MS) return;
      const isStep = origin === undefined || Math.abs(difference) > STEP_MS + roundTripMs / 2;
      origin = isStep ? read : (origin ?? read) + difference * SHARE;
    },

    /** How far this machine's clock is ahead of the database's, in milliseconds; negative when it is behind. */
    aheadMs: (): number => machine().getTime() - now().getTime(),
  };
}

/** A clock that follows the database's. */
export type DatabaseClock = ReturnType<typeof createDatabaseClock>;
