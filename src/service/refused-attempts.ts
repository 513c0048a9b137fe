import { type Log, logFault } from '../log.ts';
import { type Attempt, isRuledOut } from '../relationship/attempt.ts';
import { atMost } from '../store/at-most.ts';
import type { Refusals } from '../store/audit/refusals.ts';

// An answer is not held up for longer than this by what is only written down beside it.
const LONGEST_WAIT_MS = 2000;

/** Records refused attempts beside the answers: a failure is logged, and no answer waits for long. */
export function createRefusedAttempts(refusals: Refusals, log: Log) {
  const underway = new Set<Promise<void>>();

  return {
    /** Never rejects; on its return the attempt is recorded, unless the database is in trouble or it was a slip. */
    async record(attempt: Attempt): Promise<void> {
      if (!isRuledOut(attempt)) return;
      const recording = refusals.record(attempt).catch((error: unknown) => {
        logFault(log, 'A refused attempt could not be recorded', error);
      });
      underway.add(recording);
      void recording.then(() => underway.delete(recording));
      await atMost(recording, LONGEST_WAIT_MS);
    },

    /** What is being recorded has been, or never will be. */
    async settled(): Promise<void> {
      await Promise.all(underway);
    },
  };
}
