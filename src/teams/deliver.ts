import type { Partner } from '../relationship/partner.ts';
import type { Relationship } from '../relationship/relationship.ts';
import type { Cards } from '../store/cards.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Conversation } from '../store/documents.ts';
import type { Recorded } from '../store/relationships.ts';
import type { Delivery } from './announce.ts';
import { alertCard } from './cards/alert-card.ts';
import { type Card, message } from './cards/card.ts';
import { invitationCard, type Shown } from './cards/invitation-card.ts';
import { replacedCard } from './cards/replaced-card.ts';
import { requestCard } from './cards/request-card.ts';
import { addressOf, type Connector, isConnectorError, isPermanent } from './connector.ts';

/** What carrying out a delivery needs. */
export type DeliverParts = {
  readonly connector: Connector;
  readonly conversations: Conversations;
  readonly cards: Cards;
  readonly now: () => Date;
};

/** An event and how things stand now that it is announced. */
export type Announced = {
  readonly recorded: Recorded;
  readonly state: Relationship;
  readonly partner: Partner;
  /** The customer's link, while this process still knows it. */
  readonly link: string | undefined;
};

/** Carries out one delivery; throws when Teams could not be reached or refused for now. */
export async function deliver(delivery: Delivery, announced: Announced, parts: DeliverParts): Promise<void> {
  if (delivery.kind === 'update') await update(delivery, announced, parts);
  else await post(delivery, announced, parts);
}

// The relationship may have gone on to another invitation: the card of the earlier one says only that.
function faceOfLiving({ invitationId, audience }: Update['card'], shown: Shown): Card {
  const current = shown.relationship.invitation.id;
  if (current !== invitationId) return replacedCard({ invitationId, current, audience }, shown.reader);
  return audience === 'partner' ? invitationCard(shown) : requestCard(shown);
}

type Update = Extract<Delivery, { kind: 'update' }>;
type Post = Extract<Delivery, { kind: 'post' }>;

async function update({ card }: Update, announced: Announced, parts: DeliverParts): Promise<void> {
  const conversation = await parts.conversations.find(card.conversationId);
  if (!conversation) return;
  const shown = shownTo(announced, card.language, parts);
  const face = faceOfLiving(card, shown);
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
  const { tenantId, objectId } = state.invitation.createdBy;
  return conversations.personalChat(tenantId, objectId);
}

type Posting = { readonly delivery: Post; readonly announced: Announced; readonly parts: DeliverParts };

async function postIn(conversation: Conversation, { delivery, announced, parts }: Posting): Promise<void> {
  const { what, isOrigin } = delivery;
  const { recorded, state, partner } = announced;
  const { terms, createdBy } = state.invitation;
  const forPartner = isOrigin ? createdBy.language : partner.language;
  const language = what === 'request' ? terms.language : forPartner;
  const card = faceOf(what, recorded, shownTo(announced, language, parts));
  if (!card) return;
  const activityId = await parts.connector.post(addressOf(conversation), posted(card, conversation));
  if (what === 'alert' || activityId === '') return;
  const audience = what === 'draft' ? 'partner' : 'customer';
  const { relationshipId } = recorded;
  const { invitationId } = recorded.event;
  const where = { conversationId: conversation.id, activityId };
  await parts.cards.remember({ ...where, relationshipId, invitationId, audience, language });
}

function faceOf(what: Post['what'], { event }: Recorded, shown: Shown): Card | undefined {
  if (what === 'draft') return invitationCard(shown);
  if (what === 'request') return requestCard(shown);
  switch (event.type) {
    case 'invitation-accepted':
    case 'invitation-declined':
    case 'invitation-expired':
    case 'invitation-viewed':
      return alertCard(event, shown);
    default:
      return undefined;
  }
}

function shownTo(announced: Announced, language: Partner['language'], { now }: DeliverParts): Shown {
  const { recorded, state, partner, link } = announced;
  const reader = { language, timeZone: partner.timeZone };
  const { relationshipId } = recorded;
  // Only an untouched draft still shows its message.
  const shownLink = link !== undefined && state.invitation.status === 'draft' ? { link } : {};
  return { relationshipId, relationship: state, partner, reader, now: now(), ...shownLink };
}

function posted(card: Card, { id, botId, botName }: Conversation): object {
  return { ...message(card), from: { id: botId, name: botName }, conversation: { id } };
}

// Too large or malformed a card is our fault and no sign that the place is gone.
function isGone(error: unknown): boolean {
  return isConnectorError(error) && [403, 404, 410].includes(error.status);
}
