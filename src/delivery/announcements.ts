import type { AlertTopic, Event, EventType } from '../relationship/event.ts';
import { type PostedCard, rootId, type StoredEvent } from '../store/documents.ts';
import type { Delivery, Face } from './delivery.ts';

/** Who hears of an event. */
type Hearer =
  /** The conversation in which the command was given. */
  | 'command'
  /** The chat into which the invitation was shared; no chat for an invitation that was shared in another way. */
  | 'shared-chat'
  /** The conversation in which the invitation was asked for. */
  | 'asked-in'
  /** The conversation of the agent who reminds; for a reminder by the clock, the same as `asked-in`. */
  | 'reminding-agent'
  /**
   * The personal chat of an Admin agent, as if the clock had given its command there; no chat where that is the same as
   * `asked-in`.
   */
  | 'admin-agent'
  /** Every channel that is subscribed to the topic. */
  | 'subscribers'
  /** The same without the channel of `asked-in`, which hears of the event in its own thread. */
  | 'other-subscribers'
  /** Every chat in which the customer has the request as a card: an edit of that card sends no notification. */
  | 'customer-chats';

/** What follows from one type of event. */
export type Announcement = {
  /** The topic under which channels subscribe to it; `any`: every channel with a subscription, whatever its topics. */
  readonly topic: AlertTopic | 'any' | 'none';
  /** The cards that are posted, the living cards that are edited and the mails that are sent, in this order. */
  readonly follows: readonly ('living-cards' | 'mail' | PostedFace)[];
};

type PostedFace = { readonly face: Face; readonly to: Hearer };

const QUIET = { topic: 'none', follows: ['living-cards'] } as const;
const ALERT_ASKED_IN = { face: 'alert', to: 'asked-in' } as const;
const ALERT_OTHERS = { face: 'alert', to: 'other-subscribers' } as const;
const REQUEST_AGAIN = { face: 'request', to: 'customer-chats' } as const;

/** What follows from every type of event. */
export const ANNOUNCEMENTS = {
  'invitation-drafted': { topic: 'none', follows: [{ face: 'draft', to: 'command' }] },
  'invitation-shared': { topic: 'none', follows: [{ face: 'request', to: 'shared-chat' }, 'living-cards'] },
  'invitation-mail-queued': { topic: 'none', follows: ['living-cards', 'mail'] },
  'invitation-mail-failed': { topic: 'none', follows: [ALERT_ASKED_IN, 'living-cards'] },
  'invitation-unsubscribed': QUIET,
  'invitation-viewed': { topic: 'viewed', follows: ['living-cards', { face: 'alert', to: 'subscribers' }] },
  'invitation-strayed': { topic: 'none', follows: [ALERT_ASKED_IN] },
  'invitation-reminded': {
    topic: 'none',
    follows: [REQUEST_AGAIN, { face: 'reminder', to: 'reminding-agent' }, 'living-cards', 'mail'],
  },
  'invitation-extended': QUIET,
  'invitation-handed-over': QUIET,
  'invitation-escalated': {
    topic: 'none',
    follows: [ALERT_ASKED_IN, { face: 'alert', to: 'admin-agent' }, 'living-cards'],
  },
  'invitation-accepted': { topic: 'accepted', follows: [ALERT_ASKED_IN, ALERT_OTHERS, 'living-cards'] },
  'invitation-declined': { topic: 'declined', follows: [ALERT_ASKED_IN, ALERT_OTHERS, 'living-cards'] },
  'invitation-revoked': QUIET,
  'invitation-superseded': QUIET,
  'invitation-expired': { topic: 'expired', follows: [ALERT_ASKED_IN, ALERT_OTHERS, 'living-cards'] },
  'question-asked': { topic: 'any', follows: [ALERT_ASKED_IN, ALERT_OTHERS, 'living-cards'] },
  'question-answered': {
    topic: 'none',
    follows: [{ face: 'reply', to: 'command' }, REQUEST_AGAIN, 'living-cards', 'mail'],
  },
  'reply-mailed': QUIET,
  'reply-mail-failed': { topic: 'none', follows: [ALERT_ASKED_IN, 'living-cards'] },
  'abuse-reported': { topic: 'any', follows: [ALERT_ASKED_IN, ALERT_OTHERS, 'living-cards'] },
  'customer-added': QUIET,
  'agreement-recorded': QUIET,
  'access-recorded': QUIET,
  'relationship-ended': QUIET,
} as const satisfies Readonly<Record<EventType, Announcement>>;

type Table = typeof ANNOUNCEMENTS;
type TypeWith<Next> = {
  [Type in EventType]: Extract<Table[Type]['follows'][number], Next> extends never ? never : Type;
}[EventType];

/** An event that is told as an alert, by the table above. */
export type AlertedEvent = Extract<Event, { type: TypeWith<{ face: 'alert' }> }>;

/** Whether the event is told as an alert. */
export function isAlerted(event: Event): event is AlertedEvent {
  const { follows }: Announcement = ANNOUNCEMENTS[event.type];
  return follows.some((next) => typeof next === 'object' && next.face === 'alert');
}

/** An event that asks for mails, by the table above. */
export type MailedEvent = Extract<Event, { type: TypeWith<'mail'> }>;

/** Whether the event asks for mails. */
export function asksForMail(event: Event): event is MailedEvent {
  const { follows }: Announcement = ANNOUNCEMENTS[event.type];
  return follows.includes('mail');
}

/** The places and cards that an event is announced to, as they are known at that moment. */
export type EventAudience = {
  /** The conversation in which the invitation was asked for. */
  readonly askedIn: string | undefined;
  /** The channels that are subscribed to the event's topic. */
  readonly subscribed: readonly string[];
  /** The living cards of the invitation, and those of the customer. */
  readonly cards: readonly PostedCard[];
};

/** What is delivered because of an event; an event that is claimed again has the same delivery keys. */
export function announce(stored: StoredEvent, audience: EventAudience): readonly Delivery[] {
  const { follows }: Announcement = ANNOUNCEMENTS[stored.event.type];
  return follows.flatMap((next) => {
    if (next === 'living-cards') return audience.cards.map(updateOf);
    if (next === 'mail') return [{ kind: 'mail', key: 'mail' }];
    return HEARERS[next.to](stored, audience).map((hearing) => postOf(next.face, hearing));
  });
}

/** The topic under which channels subscribe to this event; undefined: they cannot. */
export function topicFor({ event }: StoredEvent): AlertTopic | 'any' | undefined {
  const { topic } = ANNOUNCEMENTS[event.type];
  return topic === 'none' ? undefined : topic;
}

type Hearing = { readonly conversationId: string; readonly isOrigin: boolean };

const HEARERS: Readonly<
  Record<Hearer, (stored: StoredEvent, audience: EventAudience) => readonly Hearing[]>
> = {
  command: ({ conversationId }) => origin(conversationId),
  'shared-chat': ({ event, conversationId }) =>
    event.type === 'invitation-shared' && event.way === 'chat' ? origin(conversationId) : [],
  'asked-in': (_, { askedIn }) => origin(askedIn),
  'reminding-agent': ({ event, conversationId }, { askedIn }) =>
    origin(event.by.kind === 'clock' ? askedIn : conversationId),
  'admin-agent': ({ event, conversationId }, { askedIn }) =>
    event.by.kind === 'clock' && conversationId && conversationId !== askedIn
      ? [elsewhere(conversationId)]
      : [],
  subscribers: (_, { subscribed }) => subscribed.map(elsewhere),
  'other-subscribers': (_, { askedIn, subscribed }) =>
    subscribed.filter((id) => askedIn === undefined || rootId(askedIn) !== rootId(id)).map(elsewhere),
  'customer-chats': (_, { cards }) => {
    const chats = cards.filter(({ audience }) => audience === 'customer').map((card) => card.conversationId);
    return [...new Set(chats)].map(elsewhere);
  },
};

// A command from the page or the clock has no conversation.
function origin(conversationId: string | null | undefined): Hearing[] {
  return typeof conversationId === 'string' ? [{ conversationId, isOrigin: true }] : [];
}

function elsewhere(conversationId: string): Hearing {
  return { conversationId, isOrigin: false };
}

function postOf(what: Face, { conversationId, isOrigin }: Hearing): Delivery {
  return { kind: 'post', key: `${what}:${conversationId}`, what, conversationId, isOrigin };
}

function updateOf(card: PostedCard): Delivery {
  return { kind: 'update', key: `update:${card.conversationId}:${card.activityId}`, card };
}
