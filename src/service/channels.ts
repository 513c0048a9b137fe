import type { AlertTopic } from '../relationship/event.ts';
import type { Cards } from '../store/cards.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Conversation, PostedCard } from '../store/documents.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import { changedBy } from './changed-by.ts';

/** What channels need. */
export type ChannelParts = {
  readonly attempts: Attempts;
  readonly conversations: Conversations;
  readonly cards: Cards;
};

/** Where the bot can post, and which of these places are sales channels. */
export function createChannels({ attempts, conversations, cards }: ChannelParts) {
  return {
    /** Makes a conversation a sales channel for these topics; false where it is another partner's already. */
    subscribe: (caller: AgentCaller, place: Conversation, topics: readonly AlertTopic[]): Promise<boolean> =>
      attempts.change('alerts', caller, () => conversations.subscribe(place, topics, alertingOf(caller))),

    /** Ends the alerts of these topics in a conversation; of all when none is named. */
    unsubscribe: (caller: AgentCaller, place: Conversation, topics: readonly AlertTopic[]): Promise<void> =>
      attempts.change('alerts', caller, () =>
        conversations.unsubscribe(place.id, topics, alertingOf(caller)),
      ),

    /** Remembers a conversation in which the bot is spoken to; whether the bot is new there. */
    seen: async (place: Conversation): Promise<boolean> => (await conversations.remember(place)).isNew,

    /** Remembers that the bot was removed from a conversation. */
    left: (place: Conversation): Promise<void> => conversations.markGone(place.id),

    /** Remembers a card that is to be kept up to date. */
    posted: (card: PostedCard): Promise<void> => cards.remember(card),
  };
}

function alertingOf(caller: AgentCaller) {
  return { partnerId: caller.partner.id, changedBy: changedBy(caller) };
}
