import type { AlertTopic } from '../relationship/event.ts';
import type { Cards } from '../store/cards.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Conversation, PostedCard } from '../store/documents.ts';
import type { Subscriptions } from '../store/partners/subscriptions.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import { type AgentCaller, type Attempts, changedBy } from './attempts.ts';

/** What channels need. */
export type ChannelParts = {
  readonly attempts: Attempts;
  readonly conversations: Conversations;
  readonly subscriptions: Subscriptions;
  readonly cards: Cards;
  readonly queries: Pick<RelationshipQueries, 'byTenant'>;
};

/**
 * The alerts that an agent wants in a conversation. `knownHost`: the tenant of another organisation whose people will
 * read them, as the agent was told and has confirmed.
 */
export type AlertWish = { readonly topics: readonly AlertTopic[]; readonly knownHost?: string | undefined };

/**
 * The result of subscribing. `taken`: another partner's sales channel; `unknown-host`: nobody can say whose people
 * would read the alerts; `foreign`: another organisation's people would, and the agent has not confirmed that. `name`
 * is that organisation's, where it is one of the partner's customers.
 */
export type Subscribed =
  | { readonly outcome: 'done' | 'taken' | 'unknown-host' }
  | { readonly outcome: 'foreign'; readonly tenantId: string; readonly name: string | undefined };

/** The conversations in which the bot can post, and which of them are sales channels. */
export function createChannels({ attempts, conversations, subscriptions, cards, queries }: ChannelParts) {
  return {
    /** Makes a conversation a sales channel; in another organisation's place only once the agent has confirmed it. */
    subscribe: (caller: AgentCaller, place: Conversation, wish: AlertWish): Promise<Subscribed> =>
      attempts.change('alerts', caller, async () => {
        const doubt = await doubtAbout(place.tenantId, { caller, wish, queries });
        if (doubt) return doubt;
        // The channel of a thread may never have been written in itself.
        await conversations.remember(place);
        const isOurs = await subscriptions.subscribe(place.id, wish.topics, alertingOf(caller));
        return { outcome: isOurs ? 'done' : 'taken' };
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

type Doubting = Pick<ChannelParts, 'queries'> & { readonly caller: AgentCaller; readonly wish: AlertWish };

// A place belongs to the tenant of its host, whose people read what is posted there. An empty tenant is none for certain.
async function doubtAbout(
  tenantId: string,
  { caller: { partner }, wish, queries }: Doubting,
): Promise<Subscribed | undefined> {
  if (tenantId === '') return { outcome: 'unknown-host' };
  if (partner.tenantIds.includes(tenantId) || wish.knownHost === tenantId) return undefined;
  const customer = await queries.byTenant(partner.id, tenantId);
  return { outcome: 'foreign', tenantId, name: customer?.state.customer.name };
}

function alertingOf(caller: AgentCaller) {
  return { partnerId: caller.partner.id, changedBy: changedBy(caller) };
}
