import { invitationOf } from '../relationship/event.ts';
import type { Cards } from '../store/cards.ts';
import type { Conversations } from '../store/conversations.ts';
import type { StoredEvent } from '../store/documents.ts';
import type { Partners } from '../store/partners.ts';
import type { Outbox } from '../store/relationships/outbox.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import { type EventAudience, topicFor } from './announcements.ts';
import type { Announced } from './delivery.ts';
import { standingOf } from './standing.ts';

/** What is read before an event is announced. */
export type AudienceParts = {
  readonly outbox: Outbox;
  readonly queries: RelationshipQueries;
  readonly partners: Partners;
  readonly conversations: Conversations;
  readonly cards: Cards;
};

/** The event with the present state of its relationship and its partner. */
export async function announcedNow(recorded: StoredEvent, parts: AudienceParts): Promise<Announced> {
  return { ...(await standingOf(recorded, parts)), recorded };
}

/** The places and cards to which the event is announced. */
export async function audienceOf(
  { recorded, state }: Announced,
  { outbox, conversations, cards }: AudienceParts,
): Promise<EventAudience> {
  const { relationshipId, partnerId, event } = recorded;
  const topic = topicFor(recorded);
  const invitationId = invitationOf(event) ?? state.invitation?.id;
  const [askedIn, subscribed, living] = await Promise.all([
    invitationId === undefined ? undefined : outbox.askedIn(relationshipId, invitationId),
    topic ? conversations.subscribed(partnerId, topic) : [],
    cards.of(relationshipId, invitationId),
  ]);
  return { askedIn, subscribed, cards: living };
}
