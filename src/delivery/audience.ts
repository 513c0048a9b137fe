import { invitationOf } from '../relationship/event.ts';
import type { PostedCard, RelationshipDocument, StoredEvent, Subscription } from '../store/documents.ts';
import { type EventAudience, topicFor } from './announcements.ts';

/** What is known of a relationship when its events are announced. */
export type Known = {
  readonly relationship: RelationshipDocument;
  readonly channels: readonly Subscription[];
  /** The relationship's living cards, the newest first. */
  readonly cards: readonly PostedCard[];
};

// Only the newest cards are kept up to date: an older card shows today's state when it is pressed.
const LIVING = 20;

/** The places and cards to which an event is announced. */
export function audienceOf(recorded: StoredEvent, { relationship, channels, cards }: Known): EventAudience {
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
