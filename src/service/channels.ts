import type { AlertTopic } from '../relationship/event.ts';
import type { Cards } from '../store/cards.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Conversation, PostedCard } from '../store/documents.ts';
import type { Subscriptions } from '../store/partners/subscriptions.ts';
import { type AgentCaller, type Attempts, changedBy } from './attempts.ts';

/** What channels need. */
export type ChannelParts = {
  readonly attempts: Attempts;
  readonly conversations: Conversations;
  readonly subscriptions: Subscriptions;
  readonly cards: Cards;
};

/** The conversations in which the bot can post, and which of them are sales channels. */
export function createChannels({ attempts, conversations, subscriptions, cards }: ChannelParts) {
  return {
    /** Makes a conversation a sales channel for these topics; false when it is another partner's sales channel. */
    subscribe: (caller: AgentCaller, place: Conversation, topics: readonly AlertTopic[]): Promise<boolean> =>
      attempts.change('alerts', caller, async () => {
        // The channel of a thread may never have been written in itself.
        await conversations.remember(place);
        return subscriptions.subscribe(place.id, topics, alertingOf(caller));
      }),

    /** Ends the alerts on these topics in a conversation, or all alerts when no topic is named. */
    unsubscribe: (caller: AgentCaller, place: Conversation, topics: readonly AlertTopic[]): Promise<void> =>
      attempts.change('alerts', caller, () =>
        subscriptions.unsubscribe(place.id, topics, alertingOf(caller)),
      ),

    /** Stores a conversation that the bot comes to; true when it is new there, false when Teams only repeats it. */
    joined: async (place: Conversation): Promise<boolean> => (await conversations.remember(place)).isNew,

    /** Stores a conversation in which the bot received a message or a press, where that is new. */
    heard: (place: Conversation): Promise<void> => conversations.refresh(place),

    /** Remembers that the bot was removed from a conversation. */
    left: (place: Conversation): Promise<void> => conversations.markGone(place.id),

    /** Stores a living card, so that later events bring it up to date. */
    posted: (card: PostedCard): Promise<void> => cards.remember(card),
  };
}

function alertingOf(caller: AgentCaller) {
  return { partnerId: caller.partner.id, changedBy: changedBy(caller) };
}
