import type { Event, EventType } from './event.ts';
import type { Relationship } from './relationship.ts';
import { afterAccepted, afterDeclined, afterExpired, afterStrayed, afterViewed } from './rules/answering.ts';
import type { Effect } from './rules/effects.ts';
import {
  afterExtended,
  afterHandedOver,
  afterReminded,
  afterRevoked,
  afterShared,
} from './rules/following-up.ts';
import { afterAdded, afterDrafted, afterSuperseded } from './rules/inviting.ts';
import { afterMailFailed, afterMailQueued, afterUnsubscribed } from './rules/mails.ts';
import { afterAbuseReported, afterAsked, afterReplied } from './rules/questions.ts';
import { afterAccessRecorded, afterAgreementRecorded, afterEnded } from './rules/recording.ts';
import { afterReplyMailed, afterReplyMailFailed } from './rules/reply-mails.ts';

type EffectOf<T extends EventType> = Effect<Extract<Event, { readonly type: T }>>;

const EFFECTS: { readonly [T in EventType]: EffectOf<T> } = {
  'invitation-drafted': afterDrafted,
  'invitation-superseded': afterSuperseded,
  'customer-added': afterAdded,
  'invitation-viewed': afterViewed,
  'invitation-strayed': afterStrayed,
  'invitation-accepted': afterAccepted,
  'invitation-declined': afterDeclined,
  'invitation-expired': afterExpired,
  'invitation-shared': afterShared,
  'invitation-reminded': afterReminded,
  'invitation-extended': afterExtended,
  'invitation-handed-over': afterHandedOver,
  'invitation-revoked': afterRevoked,
  'question-asked': afterAsked,
  'question-answered': afterReplied,
  'abuse-reported': afterAbuseReported,
  'invitation-mail-queued': afterMailQueued,
  'invitation-mail-failed': afterMailFailed,
  'invitation-unsubscribed': afterUnsubscribed,
  'reply-mailed': afterReplyMailed,
  'reply-mail-failed': afterReplyMailFailed,
  'agreement-recorded': afterAgreementRecorded,
  'access-recorded': afterAccessRecorded,
  'relationship-ended': afterEnded,
};

/** The relationship after an event; the same events in the same order always give the same relationship. */
export function evolve(relationship: Relationship | undefined, event: Event): Relationship {
  return effectOf(event.type)(relationship, event);
}

// Generic, because the compiler does not see that an event and the effect of its type go together.
function effectOf<T extends EventType>(type: T): EffectOf<T> {
  return EFFECTS[type];
}
