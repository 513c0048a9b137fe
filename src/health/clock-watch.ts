import type { Log } from '../log.ts';
import { WRONG_CLOCK_MS } from '../relationship/installation.ts';
import type { ClockReading, DatabaseClock } from '../store/clock.ts';
import type { Store } from '../store/store.ts';

const READ_CLOCK_MS = 10_000;

/** What a watch on the clocks needs. */
export type ClockWatchParts = {
  readonly store: Pick<Store, 'ping'>;
  readonly clock: Pick<DatabaseClock, 'follow' | 'aheadMs'>;
  /** Called with how long the database took to say its time. */
  readonly onReading: (ms: number) => void;
  readonly log: Log;
};

/** Compares this machine's clock with the database's, also when nobody asks for readiness, and logs when it is wrong. */
export function createClockWatch({ store, clock, onReading, log }: ClockWatchParts) {
  let logged: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  const follow = (reading: ClockReading): void => {
    clock.follow(reading);
    onReading(reading.roundTripMs);
    const words = wrongClock(clock.aheadMs());
    const state = words && directionOf(clock.aheadMs());
    if (state === logged) return;
    logged = state;
    if (words) log.warn(`Wrong time: ${words}`);
    else log.info('The clock of this machine is right again');
  };

  return {
    follow,

    /** What is wrong with this machine's clock, in plain words; undefined when it is right. The work goes on. */
    wrongClock: (): string | undefined => wrongClock(clock.aheadMs()),

    start(): void {
      // While the database does not answer, the clock goes on with what it has read.
      const read = () => void store.ping().then(follow, () => undefined);
      timer = setInterval(read, READ_CLOCK_MS).unref();
    },

    stop: (): void => clearInterval(timer),
  };
}

function wrongClock(aheadMs: number): string | undefined {
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  if (Math.abs(aheadMs) <= WRONG_CLOCK_MS) return undefined;
  return `the clock of this machine is ${minutes} min ${directionOf(aheadMs)} the database’s, which counts`;
}

const directionOf = (aheadMs: number) => (aheadMs > 0 ? 'ahead of' : 'behind');
