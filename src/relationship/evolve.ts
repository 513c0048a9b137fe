import type { Event, EventType } from './event.ts';
import type { Relationship } from './relationship.ts';
import { ANSWERING_EFFECTS } from './rules/answering.ts';
import type { Effect } from './rules/effects.ts';
import { ESCALATING_EFFECTS, withAttention } from './rules/escalating.ts';
import { FOLLOWING_UP_EFFECTS } from './rules/following-up.ts';
import { INVITING_EFFECTS } from './rules/inviting.ts';
import { MAIL_EFFECTS } from './rules/mails.ts';
import { QUESTION_EFFECTS } from './rules/questions.ts';
import { RECORDING_EFFECTS } from './rules/recording.ts';
import { REPLY_MAIL_EFFECTS } from './rules/reply-mails.ts';

type EffectOf<T extends EventType> = Effect<Extract<Event, { readonly type: T }>>;

// Each concern lists its own effects; an event that none of them lists does not compile.
const EFFECTS: { readonly [T in EventType]: EffectOf<T> } = {
  ...INVITING_EFFECTS,
  ...ANSWERING_EFFECTS,
  ...FOLLOWING_UP_EFFECTS,
  ...ESCALATING_EFFECTS,
  ...QUESTION_EFFECTS,
  ...MAIL_EFFECTS,
  ...RECORDING_EFFECTS,
  ...REPLY_MAIL_EFFECTS,
};

/** The relationship after an event; the same events in the same order always give the same relationship. */
export function evolve(relationship: Relationship | undefined, event: Event): Relationship {
  return withAttention(effectOf(event.type)(relationship, event), event);
}

// Generic, because the compiler does not see that an event and the effect of its type go together.
function effectOf<T extends EventType>(type: T): EffectOf<T> {
  return EFFECTS[type];
}
