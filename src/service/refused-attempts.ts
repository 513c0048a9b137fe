import { type Log, logFault } from '../log.ts';
import { type Attempt, isRuledOut } from '../relationship/attempt.ts';
import { atMost } from '../store/at-most.ts';
import type { Refusals } from '../store/audit/refusals.ts';

// An answer waits no longer than this for the record of its refusal.
const LONGEST_WAIT_MS = 2000;

/** Records refused attempts beside the answers: a failure is logged, and no answer waits for long. */
export function createRefusedAttempts(refusals: Refusals, log: Log) {
  const underway = new Set<Promise<void>>();

  /** Runs to its end whatever happens; a failure is logged. On return it has ended, or 2 s have passed. */
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

    /** Every attempt that was being recorded is, or never will be. */
    async settled(): Promise<void> {
      await Promise.all(underway);
    },
  };
}

/** Records refused attempts. */
export type RefusedAttempts = ReturnType<typeof createRefusedAttempts>;
