import { isAlerted } from '../delivery/announcements.ts';
import type { Delivery, Face } from '../delivery/delivery.ts';
import { type Event, invitationOf } from '../relationship/event.ts';
import type { Partner } from '../relationship/partner.ts';
import type { Agent } from '../relationship/people.ts';
import {
  hasInvitation,
  ownerOf,
  type Relationship,
  type WithInvitation,
} from '../relationship/relationship.ts';
import type { Cards } from '../store/cards.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Conversation, PostedCard } from '../store/documents.ts';
import type { StoredEvent } from '../store/relationships/change.ts';
import type { History } from '../store/relationships/history.ts';
import { alertCard } from './cards/alert-card.ts';
import { type Card, message } from './cards/card.ts';
import { customerCard } from './cards/customer-card.ts';
import { type InvitationShown, invitationCard, type Shown } from './cards/invitation-card.ts';
import { reminderCard } from './cards/reminder-card.ts';
import { replacedCard } from './cards/replaced-card.ts';
import { replyCard } from './cards/reply-card.ts';
import { requestCard } from './cards/request-card.ts';
import { addressOf, type Connector, isConnectorError, isPermanent } from './connector.ts';

/** What carrying out a delivery needs. */
export type DeliverParts = {
  readonly connector: Connector;
  readonly conversations: Conversations;
  readonly cards: Cards;
  readonly history: History;
  readonly now: () => Date;
  /** Whether the bot can send mail. */
  readonly canMail: boolean;
};

/** An event and how things stand now that it is announced. */
export type Announced = {
  readonly recorded: StoredEvent;
  readonly state: Relationship;
  readonly partner: Partner;
  /** The link of a draft; undefined for every other event, and when the sealed link cannot be opened. */
  readonly link: string | undefined;
};

/** Carries out one delivery; throws when Teams could not be reached or refused for now. */
export async function deliver(delivery: Delivery, announced: Announced, parts: DeliverParts): Promise<void> {
  if (delivery.kind === 'update') await update(delivery, announced, parts);
  else await post(delivery, announced, parts);
}

const MOST_RECENT = 5;

// The relationship may have gone on to another invitation: the card of the earlier one says only that.
async function faceOfLiving(
  { invitationId, audience, repliedAt }: Update['card'],
  shown: Shown,
  { history }: DeliverParts,
) {
  const { relationship, relationshipId, partner, reader } = shown;
  if (invitationId === null || !isInvited(shown)) {
    const recent = await history.recent(partner.id, relationshipId, MOST_RECENT);
    return customerCard({ ...shown, recent });
  }
  const current = relationship.invitation?.id ?? '';
  if (current !== invitationId) return replacedCard({ invitationId, current, audience }, reader);
  if (repliedAt) return replyCard(shown, repliedAt);
  return audience === 'partner' ? invitationCard(shown) : requestCard(shown);
}

function isInvited(shown: Shown): shown is InvitationShown {
  return hasInvitation(shown.relationship);
}

type Update = Extract<Delivery, { kind: 'update' }>;
type Post = Extract<Delivery, { kind: 'post' }>;

async function update({ card }: Update, announced: Announced, parts: DeliverParts): Promise<void> {
  const conversation = await parts.conversations.find(card.conversationId);
  if (!conversation) return;
  const shown = shownTo(announced, card, parts);
  const face = await faceOfLiving(card, shown, parts);
  if (!face) return;
  try {
    await parts.connector.update(addressOf(conversation), card.activityId, posted(face, conversation));
  } catch (error) {
    if (!isPermanent(error)) throw error;
    // Deleted by somebody, or out of our reach for good: there is nothing left to keep up to date.
    await parts.cards.forget(card);
  }
}

async function post(delivery: Post, announced: Announced, parts: DeliverParts): Promise<void> {
  const conversation = await placeFor(delivery, announced, parts);
  if (!conversation) return;
  try {
    await postIn(conversation, { delivery, announced, parts });
  } catch (error) {
    if (!isGone(error)) throw error;
    await parts.conversations.markGone(conversation.id);
    const fallback = await personalChat(announced, parts);
    if (fallback && fallback.id !== conversation.id) await postIn(fallback, { delivery, announced, parts });
  }
}

// A channel that is gone must not swallow an answer: the agent who asked gets it in their own chat.
async function placeFor(delivery: Post, announced: Announced, parts: DeliverParts) {
  const place = await parts.conversations.find(delivery.conversationId);
  return place ?? (delivery.isOrigin ? personalChat(announced, parts) : undefined);
}

async function personalChat({ state }: Announced, { conversations }: DeliverParts) {
  if (!hasInvitation(state)) return undefined;
  const { tenantId, objectId } = ownerOf(state.invitation);
  return conversations.personalChat(tenantId, objectId);
}

type Posting = { readonly delivery: Post; readonly announced: Announced; readonly parts: DeliverParts };

async function postIn(conversation: Conversation, { delivery, announced, parts }: Posting): Promise<void> {
  const { what } = delivery;
  const { recorded, state } = announced;
  if (!hasInvitation(state)) return;
  const look = lookIn({ delivery, announced }, state);
  const shown = shownTo(announced, look, parts);
  const card = isInvited(shown) ? faceOf(what, recorded, shown) : undefined;
  if (!card) return;
  const activityId = await parts.connector.post(addressOf(conversation), posted(card, conversation));
  if (what === 'alert' || what === 'reminder' || activityId === '') return;
  const audience = what === 'request' ? 'customer' : 'partner';
  const shows = what === 'reply' ? { repliedAt: recorded.event.at } : {};
  const { relationshipId } = recorded;
  const invitationId = invitationOf(recorded.event) ?? state.invitation.id;
  const where = { conversationId: conversation.id, activityId };
  await parts.cards.remember({ ...where, relationshipId, invitationId, audience, ...shows, ...look });
}

function faceOf(what: Face, { event }: StoredEvent, shown: InvitationShown): Card | undefined {
  switch (what) {
    case 'draft':
      return invitationCard(shown);
    case 'request':
      return requestCard(shown);
    case 'alert':
      return isAlerted(event) ? alertCard(event, shown) : unfit(what, event);
    case 'reply':
      return event.type === 'question-answered' ? replyCard(shown, event.at) : unfit(what, event);
    case 'reminder':
      return event.type === 'invitation-reminded' ? reminderCard(event, shown) : unfit(what, event);
  }
}

function unfit(what: Face, { type }: Event): never {
  throw new Error(`The event ${type} cannot be shown as the card ${what}`);
}

type Look = Pick<PostedCard, 'language' | 'timeZone' | 'locale'>;

function lookIn(
  { delivery: { what, isOrigin }, announced }: Pick<Posting, 'delivery' | 'announced'>,
  { invitation: { terms, createdBy } }: WithInvitation,
): Look {
  const { recorded, partner } = announced;
  if (what === 'request') return { language: terms.language };
  if (!isOrigin) return { language: partner.language };
  // The card of a reply is for whoever replied, who need not be whoever invited.
  return lookOf(recorded.event.type === 'question-answered' ? recorded.event.by : createdBy);
}

function lookOf({ language, locale }: Agent): Look {
  return { language, ...(locale === undefined ? {} : { locale }) };
}

function shownTo(
  announced: Announced,
  { language, timeZone, locale }: Look,
  { now, canMail }: DeliverParts,
): Shown {
  const { recorded, state, partner, link } = announced;
  const exact = locale === undefined ? {} : { locale };
  const reader = { language, timeZone: timeZone ?? partner.timeZone, ...exact };
  const { relationshipId } = recorded;
  // Only an untouched draft still shows its message.
  const shownLink = link !== undefined && state.invitation?.status === 'draft' ? { link } : {};
  return { relationshipId, relationship: state, partner, reader, now: now(), canMail, ...shownLink };
}

function posted(card: Card, { id, botId, botName }: Conversation): object {
  return { ...message(card), from: { id: botId, name: botName }, conversation: { id } };
}

// Too large or malformed a card is our fault and no sign that the place is gone.
function isGone(error: unknown): boolean {
  return isConnectorError(error) && [403, 404, 410].includes(error.status);
}
