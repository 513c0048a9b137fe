import { STALLED_RELAY_MS } from '../relationship/installation.ts';
import { errorName, isAway } from '../store/database-errors.ts';

/** What has to hold at every moment, and not only at the start. */
export type LastingParts = {
  readonly confirmWrite: () => Promise<void>;
  readonly relayIdleMs: () => number;
  readonly requireToken: () => Promise<void>;
};

const CONFIRMED_FOR_MS = 5000;
const NO_WRITES = 'the database does not confirm writes';
const NO_RELAY = 'what happens is not passed on';

/** The checks of readiness that are repeated: the database writes, the relay moves, the bot has a token. */
export function createLastingChecks({ confirmWrite, relayIdleMs, requireToken }: LastingParts) {
  return [
    {
      attempt: rarely(confirmWrite),
      pending: NO_WRITES,
      failed: (error: unknown) => (isAway(error) ? NO_WRITES : `${NO_WRITES} (${errorName(error)})`),
    },
    {
      attempt: async () => {
        if (relayIdleMs() > STALLED_RELAY_MS) throw new Error('The relay stands still');
      },
      pending: NO_RELAY,
      failed: () => NO_RELAY,
    },
    {
      attempt: requireToken,
      pending: 'Entra has not answered yet',
      failed: (error: unknown) => (error instanceof Error ? error.message : String(error)),
    },
  ];
}

// A write that was confirmed a moment ago need not be repeated, however often probes ask.
function rarely(confirm: () => Promise<void>): () => Promise<void> {
  let confirmedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - confirmedAt < CONFIRMED_FOR_MS) return;
    await confirm();
    confirmedAt = performance.now();
  };
}
