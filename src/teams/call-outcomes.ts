import type { Outcome } from '../delivery/delivery.ts';
import type { Log } from '../log.ts';
import type { ConnectorError } from './connector.ts';

/** The two calls that deliver a card. */
export type TeamsCall = 'post' | 'update';

type KnownStatus = 0 | 400 | 401 | 403 | 404 | 405 | 408 | 410 | 412 | 413 | 429 | 500 | 502 | 503 | 504;
type FailedOutcome = Exclude<Outcome['type'], 'done'>;

const GONE = { post: 'gone', update: 'gone' } as const;
const LATER = { post: 'later', update: 'later' } as const;
// A card that is too large or malformed is the bot's fault and no sign that its conversation is gone.
const OURS = { post: 'later', update: 'gone' } as const;
// Teams may have posted the message before the answer was lost; an update can be repeated without harm.
const UNKNOWN = { post: 'ambiguous', update: 'later' } as const;

// Statuses of the Connector: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
const OUTCOMES: Readonly<Record<KnownStatus, Readonly<Record<TeamsCall, FailedOutcome>>>> = {
  0: UNKNOWN,
  400: OURS,
  401: LATER,
  403: GONE,
  404: GONE,
  405: OURS,
  408: UNKNOWN,
  410: GONE,
  412: LATER,
  413: OURS,
  429: LATER,
  500: UNKNOWN,
  502: UNKNOWN,
  503: UNKNOWN,
  504: UNKNOWN,
};

/** The outcome of a call that Teams refused or did not answer; an unknown status is logged and counts as `later`. */
export function failedCall(
  error: ConnectorError,
  call: TeamsCall,
  log: Log,
): Exclude<Outcome, { type: 'done' }> {
  const { status, code, retryAfterMs: afterMs } = error;
  if (isKnown(status)) return { type: OUTCOMES[status][call], cause: error, afterMs };
  log.error(
    { status, code, call },
    'Teams answered with a status that has no outcome; the call is repeated later',
  );
  return { type: 'later', cause: error, afterMs };
}

function isKnown(status: number): status is KnownStatus {
  return Object.hasOwn(OUTCOMES, status);
}
