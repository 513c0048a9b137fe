import type { InvitationReminded } from '../relationship/event.ts';
import { topicOf } from '../store/conversations.ts';
import type { Conversation, PostedCard } from '../store/documents.ts';
import type { StoredEvent } from '../store/relationships/change.ts';
import { rootId } from '../teams/caller.ts';

/** One thing to do in Teams because something happened; `key` stays the same when the event is claimed again. */
export type Delivery =
  | { readonly kind: 'update'; readonly key: string; readonly card: PostedCard }
  | {
      readonly kind: 'post';
      readonly key: string;
      readonly what: Face;
      readonly conversationId: string;
      /** Asked for here by one person, whose language it is in; elsewhere it is the partner's. */
      readonly isOrigin: boolean;
    };

/** Which card is posted. */
export type Face = 'draft' | 'request' | 'reminder' | 'alert' | 'reply';

/** What is known of an event when it is announced. */
export type Audience = {
  /** Where the invitation was asked for. */
  readonly askedIn: string | undefined;
  readonly subscribed: readonly Conversation[];
  readonly cards: readonly PostedCard[];
};

/** Which cards an event changes and which it posts, and where. */
export function announce({ event, conversationId }: StoredEvent, audience: Audience): readonly Delivery[] {
  const updates = audience.cards.map((card): Delivery => {
    return { kind: 'update', key: `update:${card.conversationId}:${card.activityId}`, card };
  });
  switch (event.type) {
    case 'invitation-drafted':
      return told('draft', conversationId);
    case 'invitation-shared':
      return event.way === 'chat' && conversationId !== null
        ? [post('request', conversationId, true), ...updates]
        : updates;
    case 'invitation-reminded':
      return [...reminders(event, conversationId, audience), ...updates];
    case 'invitation-strayed':
      return alerts({ ...audience, subscribed: [] });
    case 'invitation-mail-failed':
    case 'reply-mail-failed':
      return [...alerts({ ...audience, subscribed: [] }), ...updates];
    case 'invitation-mail-queued':
    case 'invitation-unsubscribed':
    case 'invitation-extended':
    case 'invitation-handed-over':
    case 'customer-added':
    case 'relationship-ended':
    case 'agreement-recorded':
    case 'access-recorded':
    case 'invitation-superseded':
    case 'invitation-revoked':
      return updates;
    case 'reply-mailed':
      return updates;
    case 'question-answered':
      return [...told('reply', conversationId), ...again(audience), ...updates];
    case 'invitation-viewed':
      return [...updates, ...alerts({ ...audience, askedIn: undefined })];
    case 'invitation-accepted':
    case 'invitation-declined':
    case 'invitation-expired':
    case 'question-asked':
    case 'abuse-reported':
      return [...alerts(audience), ...updates];
  }
}

/** The topic under which channels subscribe to this event. */
export const topicFor = ({ event }: StoredEvent) => topicOf(event.type);

// One alert per channel: where the invitation was asked for it goes into that thread.
function alerts({ askedIn, subscribed }: Audience): Delivery[] {
  const origin = askedIn === undefined ? [] : [post('alert', askedIn, true)];
  const elsewhere = subscribed
    .filter(({ id }) => askedIn === undefined || rootId(askedIn) !== rootId(id))
    .map(({ id }) => post('alert', id, false));
  return [...origin, ...elsewhere];
}

// The request once more wherever the customer has it as a card, because an edit of that card would notify nobody; and
// the text for a mail to whoever asked.
function reminders(
  { by }: InvitationReminded,
  conversationId: string | null,
  { cards, askedIn }: Audience,
): Delivery[] {
  const teller = by.kind === 'clock' ? askedIn : (conversationId ?? undefined);
  const told = teller === undefined ? [] : [post('reminder', teller, true)];
  return [...again({ cards }), ...told];
}

// Where it was asked for, if that was in Teams.
function told(what: Face, conversationId: string | null): Delivery[] {
  return conversationId === null ? [] : [post(what, conversationId, true)];
}

function again({ cards }: Pick<Audience, 'cards'>): Delivery[] {
  const chats = cards.filter(({ audience }) => audience === 'customer').map((card) => card.conversationId);
  return [...new Set(chats)].map((chat) => post('request', chat, false));
}

function post(what: Face, conversationId: string, isOrigin: boolean): Delivery {
  return { kind: 'post', key: `${what}:${conversationId}`, what, conversationId, isOrigin };
}
