import { hasInvitation, ownerOf } from '../relationship/relationship.ts';
import type { Cards } from '../store/cards.ts';
import type { Conversations } from '../store/conversations.ts';
import {
  type Announced,
  DONE,
  type Outcome,
  type PlacedDelivery,
  type PostDelivery,
  type SettledOutcome,
  type TeamsChannel,
  type UpdateDelivery,
} from './delivery.ts';

/** What deliveries to Teams are recorded with. */
export type TeamsDeliveryParts = {
  readonly teams: TeamsChannel;
  readonly conversations: Conversations;
  readonly cards: Cards;
};

/** Makes one attempt at a delivery to Teams and records its outcome: the living card, or the place that is gone. */
export function deliverToTeams(
  delivery: PostDelivery | UpdateDelivery,
  announced: Announced,
  parts: TeamsDeliveryParts,
): Promise<SettledOutcome> {
  return delivery.kind === 'update'
    ? deliverUpdate(delivery, announced, parts)
    : deliverPost(delivery, announced, parts);
}

async function deliverUpdate(
  delivery: UpdateDelivery,
  announced: Announced,
  { teams, conversations, cards }: TeamsDeliveryParts,
): Promise<SettledOutcome> {
  const place = await conversations.find(delivery.card.conversationId);
  if (!place) return DONE;
  const outcome = await teams({ ...delivery, place }, announced);
  if (outcome.type !== 'gone') return outcome;
  // A person deleted the card, or the bot cannot reach it any more: no later event has to update it.
  await cards.forget(delivery.card);
  return DONE;
}

async function deliverPost(
  delivery: PostDelivery,
  announced: Announced,
  parts: TeamsDeliveryParts,
): Promise<SettledOutcome> {
  const place = await placeToPost(delivery, announced, parts);
  if (!place) return DONE;
  const outcome = await postAt({ ...delivery, place }, announced, parts);
  if (outcome.type !== 'gone') return outcome;
  await parts.conversations.markGone(place.id);
  const fallback = await ownersChat(announced, parts);
  if (!fallback || fallback.id === place.id) return DONE;
  const second = await postAt({ ...delivery, place: fallback }, announced, parts);
  // The next attempt finds out whether this chat is gone too.
  return second.type === 'gone' ? { type: 'later', cause: second.cause } : second;
}

async function postAt(
  delivery: PlacedDelivery,
  announced: Announced,
  { teams, cards }: TeamsDeliveryParts,
): Promise<Outcome> {
  const outcome = await teams(delivery, announced);
  if (outcome.type === 'done' && outcome.card) await cards.remember(outcome.card);
  return outcome;
}

// A channel that is gone must not swallow an answer: the agent who looks after the invitation gets it in a personal chat.
async function placeToPost(delivery: PostDelivery, announced: Announced, parts: TeamsDeliveryParts) {
  const place = await parts.conversations.find(delivery.conversationId);
  return place ?? (delivery.isOrigin ? ownersChat(announced, parts) : undefined);
}

async function ownersChat({ state }: Announced, { conversations }: TeamsDeliveryParts) {
  if (!hasInvitation(state)) return undefined;
  const { tenantId, objectId } = ownerOf(state.invitation);
  return conversations.personalChat(tenantId, objectId);
}
