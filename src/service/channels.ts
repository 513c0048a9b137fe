import type { AlertTopic } from '../relationship/event.ts';
import type { Cards } from '../store/cards.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Deliveries } from '../store/deliveries/deliveries.ts';
import { type Conversation, type PostedCard, rootId } from '../store/documents.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import { type AgentCaller, type Attempts, changedBy } from './attempts.ts';

/** What channels need. */
export type ChannelParts = {
  readonly attempts: Attempts;
  readonly conversations: Conversations;
  readonly cards: Cards;
  readonly deliveries: Deliveries;
  readonly queries: Pick<RelationshipQueries, 'byId'>;
  /** Called after deliveries were stored, with the lanes in which they wait. */
  readonly onQueued: (lanes: readonly string[]) => void;
};

/** The relationship's version that a living card shows, and its partner. */
export type Drawn = { readonly partnerId: string; readonly version: number };

/** The conversations in which the bot can post, and which of them are sales channels. */
export function createChannels(parts: ChannelParts) {
  const { attempts, conversations, cards } = parts;
  return {
    /** Makes a conversation a sales channel for these topics; false when it is another partner's sales channel. */
    subscribe: (caller: AgentCaller, place: Conversation, topics: readonly AlertTopic[]): Promise<boolean> =>
      attempts.change('alerts', caller, () => conversations.subscribe(place, topics, alertingOf(caller))),

    /** Ends the alerts on these topics in a conversation, or all alerts when no topic is named. */
    unsubscribe: (caller: AgentCaller, place: Conversation, topics: readonly AlertTopic[]): Promise<void> =>
      attempts.change('alerts', caller, () =>
        conversations.unsubscribe(place.id, topics, alertingOf(caller)),
      ),

    /** Stores a conversation in which the bot received an activity; true when the bot is new there. */
    async seen(place: Conversation): Promise<boolean> {
      const { isNew, isBack } = await conversations.remember(place);
      const around = await conversations.rearm(place);
      if (isBack || around.length > 0) await tellWhatWasMissed(place, around, parts);
      return isNew;
    },

    /** Remembers that the bot was removed from a conversation. */
    left: (place: Conversation): Promise<void> => conversations.markGone(place.id, 'BotRemoved'),

    /**
     * Stores a living card, so that later events bring it up to date. A card that shows an older state, because the
     * relationship changed while it was being posted, is brought up to date at once.
     */
    async posted(card: PostedCard, { partnerId, version }: Drawn): Promise<void> {
      await cards.remember(card);
      const { relationshipId } = card;
      const found = await parts.queries.byId(relationshipId);
      if (!found || found.version === version) return;
      const lane = rootId(card.conversationId);
      const id = updateId(card);
      await parts.deliveries.add([{ id, lane, partnerId, relationshipId, what: { kind: 'update', card } }]);
      parts.onQueued([lane]);
    },
  };
}

function alertingOf(caller: AgentCaller) {
  return { partnerId: caller.partner.id, changedBy: changedBy(caller) };
}

const MOST_TOLD = 10;

// One card tells a place of the newest alerts that it has missed, and how many there were.
async function tellWhatWasMissed(
  place: Conversation,
  around: readonly string[],
  { deliveries, onQueued }: ChannelParts,
): Promise<void> {
  for (const lane of new Set([place.id, ...around].map(rootId))) {
    const newest = await deliveries.missedIn(lane, MOST_TOLD);
    const total = await deliveries.countMissed(lane);
    const [last] = newest;
    if (last?.recorded) {
      // In the channel itself where the bot knows it, and not in the thread in which somebody wrote.
      const conversationId = rootId(place.id) === lane && !around.includes(lane) ? place.id : lane;
      const notice = { type: 'missed', ids: newest.map(({ _id }) => _id), total } as const;
      const what = { kind: 'notice', conversationId, notice } as const;
      await deliveries.add([{ id: `missed/${last._id}`, lane, recorded: last.recorded, what }]);
    }
    await deliveries.markTold(lane);
    onQueued([lane]);
  }
}

/** The id of the delivery that brings this card up to date: one for each card. */
export function updateId({ conversationId, activityId }: PostedCard): string {
  return `update/${conversationId}/${activityId}`;
}
