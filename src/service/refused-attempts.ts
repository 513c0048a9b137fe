import { type Log, logFault } from '../log.ts';
import { type Attempt, isRuledOut } from '../relationship/attempt.ts';
import { atMost } from '../store/at-most.ts';
import type { Refusals } from '../store/audit/refusals.ts';

// An answer waits no longer than this for the record of its refusal.
const LONGEST_WAIT_MS = 2000;

/**
 * Records refused attempts. A failure to record is logged and does not change the answer, which waits at most 2
 * seconds.
 */
export function createRefusedAttempts(refusals: Refusals, log: Log) {
  const underway = new Set<Promise<void>>();

  /**
   * Runs the recording to its end and logs its failure. Returns when it has ended, but after 2 seconds at the latest.
   */
  async function unlessItFails(recording: () => Promise<void>): Promise<void> {
    const running = recording().catch((error: unknown) => {
      logFault(log, 'A refused attempt could not be recorded', error);
    });
    underway.add(running);
    void running.then(() => underway.delete(running));
    await atMost(running, LONGEST_WAIT_MS);
  }

  return {
    unlessItFails,

    /** Records the attempt in its partner's audit, unless it was a typing slip or a passing failure. */
    async record(attempt: Attempt): Promise<void> {
      if (isRuledOut(attempt)) await refusals.record(attempt);
    },

    /** Waits until every recording under way has ended, with or without success. */
    async settled(): Promise<void> {
      await Promise.all(underway);
    },
  };
}

/** Records refused attempts. */
export type RefusedAttempts = ReturnType<typeof createRefusedAttempts>;
