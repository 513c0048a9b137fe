import type { Outcome } from '../delivery/delivery.ts';
import type { Log } from '../log.ts';
import type { ConnectorError } from './call-once.ts';

/** The two calls that deliver a card. */
export type TeamsCall = 'post' | 'update';

type KnownStatus = 0 | 400 | 401 | 403 | 404 | 405 | 408 | 410 | 412 | 413 | 429 | 500 | 502 | 503 | 504;
type What = 'later' | 'ambiguous' | 'gone' | 'card-gone' | 'ours' | 'blameless';
type ByCall = Readonly<Record<TeamsCall, What>>;

const GONE = { post: 'gone', update: 'gone' } as const;
const CARD_GONE = { post: 'gone', update: 'card-gone' } as const;
const LATER = { post: 'later', update: 'later' } as const;
const BLAMELESS = { post: 'blameless', update: 'blameless' } as const;
// A card that is too large or malformed is the bot's fault and no sign that its conversation is gone.
const OURS = { post: 'ours', update: 'ours' } as const;
// Teams may have posted the message before the answer was lost; an update can be repeated without harm.
const UNKNOWN = { post: 'ambiguous', update: 'later' } as const;

// Statuses of the Connector: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
const OUTCOMES: Readonly<Record<KnownStatus, ByCall>> = {
  0: UNKNOWN,
  400: OURS,
  401: BLAMELESS,
  403: GONE,
  404: CARD_GONE,
  405: OURS,
  408: UNKNOWN,
  410: CARD_GONE,
  412: LATER,
  413: OURS,
  429: LATER,
  500: UNKNOWN,
  502: UNKNOWN,
  503: UNKNOWN,
  504: UNKNOWN,
};

// Codes that say more than their status. The first three are the bot's own: no connection, no token, held back.
const BY_CODE: Readonly<Record<string, ByCall>> = {
  NotSent: LATER,
  NoToken: BLAMELESS,
  Held: BLAMELESS,
  ConversationNotFound: GONE,
  // Another host has the conversation.
  InvalidBotApiHost: LATER,
};

/** The outcome of a call that Teams refused or did not answer; an unknown status is logged and counts as `later`. */
export function failedCall(
  error: ConnectorError,
  call: TeamsCall,
  log: Log,
): Exclude<Outcome, { type: 'done' }> {
  const { status, code } = error;
  const byCode = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  const known = byCode ?? (isKnown(status) ? OUTCOMES[status] : undefined);
  if (known) return outcomeOf(known[call], error);
  log.error(
    { status, code, call },
    'Teams answered with a status that has no outcome; the call is repeated later',
  );
  return outcomeOf('later', error);
}

function outcomeOf(what: What, cause: ConnectorError): Exclude<Outcome, { type: 'done' }> {
  const { code, retryAfterMs: afterMs } = cause;
  switch (what) {
    case 'ours':
      return { type: 'ours', cause };
    case 'gone':
      return { type: 'gone', of: 'conversation', cause, code };
    case 'card-gone':
      return { type: 'gone', of: 'card', cause, code };
    case 'blameless':
      return { type: 'later', isBlameless: true, cause, afterMs };
    default:
      return { type: what, cause, afterMs };
  }
}

function isKnown(status: number): status is KnownStatus {
  return Object.hasOwn(OUTCOMES, status);
}
