import { invitationOf } from '../relationship/event.ts';
import { isRelationship, type Pending } from '../store/aggregates/outbox.ts';
import type { Cards } from '../store/cards.ts';
import type { PostedCard, RelationshipDocument, StoredEvent, Subscription } from '../store/documents.ts';
import type { Subscriptions } from '../store/partners/subscriptions.ts';
import { eventsIn } from '../store/relationships/notes.ts';
import { announce, type EventAudience, topicFor } from './announcements.ts';
import type { Delivery } from './delivery.ts';

/** What is read before events are announced. */
export type AudienceParts = { readonly subscriptions: Subscriptions; readonly cards: Cards };

/** An event, and what is delivered because of it. */
export type Planned = { readonly event: StoredEvent; readonly deliveries: readonly Delivery[] };

/** What follows from the events that stand in the outboxes of these documents, in the order in which they happened. */
export async function plan(pending: readonly Pending[], parts: AudienceParts): Promise<readonly Planned[]> {
  const relationships = pending.filter(isRelationship).filter(({ outbox }) => outbox.length > 0);
  if (relationships.length === 0) return [];
  const partnerIds = [...new Set(relationships.map(({ partnerId }) => partnerId))];
  const [subscriptions, living] = await Promise.all([
    parts.subscriptions.ofAll(partnerIds),
    parts.cards.ofAll(relationships.map(({ _id }) => _id)),
  ]);
  return relationships.flatMap((relationship) => {
    const channels = subscriptions.get(relationship.partnerId) ?? [];
    const cards = living.get(relationship._id) ?? [];
    return eventsIn(relationship.outbox).map((event) => {
      const audience = audienceOf(event, { relationship, channels, cards });
      return { event, deliveries: announce(event, audience) };
    });
  });
}

type Known = {
  readonly relationship: RelationshipDocument;
  readonly channels: readonly Subscription[];
  /** The newest first. */
  readonly cards: readonly PostedCard[];
};

// Only the newest cards are kept up to date: an older card shows today's state when it is pressed.
const LIVING = 20;

function audienceOf(recorded: StoredEvent, { relationship, channels, cards }: Known): EventAudience {
  const topic = topicFor(recorded);
  const invitationId = invitationOf(recorded.event) ?? relationship.state.invitation?.id;
  const { askedIn } = relationship.links.find((link) => link.invitationId === invitationId) ?? {};
  const isWanted = ({ topics }: Subscription) =>
    topic === 'any' ? topics.length > 0 : topic !== undefined && topics.includes(topic);
  const shows = (card: PostedCard) => card.invitationId === null || card.invitationId === invitationId;
  return {
    askedIn,
    subscribed: channels.filter(isWanted).map(({ conversationId }) => conversationId),
    cards: cards.filter(shows).slice(0, LIVING),
  };
}
