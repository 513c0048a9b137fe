import type { Next } from '../store/deliveries/deliveries.ts';
import type { DeliveryDocument, LastOutcome } from '../store/deliveries/documents.ts';
import type { Outcome } from './delivery.ts';
import { delayAfter } from './retry.ts';

/** What an attempt came to, with how long the delivery has waited. `fault`: the bot failed, not Teams. */
export type Attempted = {
  readonly outcome: Exclude<Outcome, { type: 'done' }> | { readonly type: 'fault'; readonly cause: unknown };
  readonly delivery: DeliveryDocument;
  readonly ageMs: number;
};

/** How it goes on; `gone`: the place is gone, which a second try has confirmed. */
export type Verdict = Next | { readonly state: 'gone'; readonly lastOutcome: LastOutcome };

const MOST_ATTEMPTS = 20;
const MOST_COPIES = 5;
const OLDEST_MS = 24 * 3_600_000;
const CONFIRM_MS = 5000;

/** How a delivery goes on after an attempt that did not deliver it. */
export function verdict(attempted: Attempted): Verdict {
  const { outcome, delivery } = attempted;
  const lastOutcome = { type: outcome.type, words: wordsOf(outcome.cause) };
  const again = { state: 'waiting', lastOutcome, isCounted: !isBlameless(outcome) } as const;
  const attempts = delivery.attempts + 1;
  if (isConfirmed(lastOutcome, delivery)) return { state: 'gone', lastOutcome };
  if (outcome.type === 'ours' && !delivery.isMinimal) return { ...again, delayMs: 0, isMinimal: true };
  if (outcome.type === 'ours' || isTooMuch(attempted) || isTooOften(attempted))
    return { state: 'parked', lastOutcome };
  if (outcome.type === 'gone') return { ...again, delayMs: delayAfter(1, CONFIRM_MS) };
  const isRepeat = outcome.type === 'ambiguous' ? { isRepeat: true } : {};
  return { ...again, ...isRepeat, delayMs: delayOf(outcome, attempts) };
}

function delayOf(outcome: Attempted['outcome'], attempts: number): number {
  const asked = 'afterMs' in outcome ? outcome.afterMs : undefined;
  // The limits say exactly how long.
  return isBlameless(outcome) && asked !== undefined ? asked : delayAfter(attempts, asked);
}

// Only the same answer once more, a while later, is believed.
function isConfirmed({ type, words }: LastOutcome, { lastOutcome }: DeliveryDocument): boolean {
  return type === 'gone' && lastOutcome?.type === 'gone' && lastOutcome.words === words;
}

// The mail room itself says when a mail has failed.
function isTooMuch({ delivery, ageMs }: Attempted): boolean {
  if (delivery.what.kind === 'mail') return false;
  return delivery.attempts + 1 >= MOST_ATTEMPTS || ageMs >= OLDEST_MS;
}

// Teams may have posted each of them; losing an alert would be worse than a few copies that say that they are copies.
function isTooOften({ outcome, delivery }: Attempted): boolean {
  return outcome.type === 'ambiguous' && delivery.isRepeat && delivery.attempts + 1 >= MOST_COPIES;
}

function isBlameless(outcome: Attempted['outcome']): boolean {
  return outcome.type === 'later' && outcome.isBlameless === true;
}

const LONGEST_WORDS = 200;

// Errors of the connector consist of a status and a code; other messages stay in the log.
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  return ('status' in cause ? cause.message : cause.name).slice(0, LONGEST_WORDS);
}
