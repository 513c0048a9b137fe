import type { AlertTopic } from '../relationship/event.ts';
import type { Cards } from '../store/cards.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Deliveries } from '../store/deliveries/deliveries.ts';
import { type Conversation, rootId } from '../store/documents.ts';
import type { Subscriptions } from '../store/partners/subscriptions.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import { type AgentCaller, type Attempts, changedBy } from './attempts.ts';
import { createPostedCards } from './posted-cards.ts';

/** What channels need. */
export type ChannelParts = {
  readonly attempts: Attempts;
  readonly conversations: Conversations;
  readonly subscriptions: Subscriptions;
  readonly cards: Cards;
  readonly deliveries: Deliveries;
  readonly queries: Pick<RelationshipQueries, 'versionsOf' | 'byTenant'>;
  /** Called after deliveries were stored, with the lanes in which they wait. */
  readonly onQueued: (lanes: readonly string[]) => void;
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
export function createChannels(parts: ChannelParts) {
  const { conversations } = parts;
  return {
    ...createSalesChannels(parts),

    /** Stores a conversation that the bot comes to; true when it is new there, false when Teams only repeats it. */
    joined: (place: Conversation): Promise<boolean> => arrive(place, parts),

    /** Stores a conversation in which the bot received a message or a press, where that is new. */
    async heard(place: Conversation): Promise<void> {
      const remembered = await conversations.refresh(place);
      if (remembered) await rearm(place, remembered.isBack, parts);
    },

    /** Remembers that the bot was removed from a conversation. */
    left: (place: Conversation): Promise<void> => conversations.markGone(place.id, 'BotRemoved'),

    /** Stores a living card, so that later events bring it up to date. */
    posted: createPostedCards(parts),
  };
}

function createSalesChannels(parts: ChannelParts) {
  const { attempts, subscriptions, queries } = parts;
  return {
    /** Makes a conversation a sales channel; in another organisation's place only once the agent has confirmed it. */
    subscribe: (caller: AgentCaller, place: Conversation, wish: AlertWish): Promise<Subscribed> =>
      attempts.change('alerts', caller, async () => {
        const doubt = await doubtAbout(place.tenantId, { caller, wish, queries });
        if (doubt) return doubt;
        // The channel of a thread may never have been written in itself.
        await arrive(place, parts);
        const isOurs = await subscriptions.subscribe(place.id, wish.topics, alertingOf(caller));
        return { outcome: isOurs ? 'done' : 'taken' };
      }),

    /** Ends the alerts on these topics in a conversation, or all alerts when no topic is named. */
    unsubscribe: (caller: AgentCaller, place: Conversation, topics: readonly AlertTopic[]): Promise<void> =>
      attempts.change('alerts', caller, () =>
        subscriptions.unsubscribe(place.id, topics, alertingOf(caller)),
      ),
  };
}

// True when the bot is new in this conversation, also when it was gone from there.
async function arrive(place: Conversation, parts: ChannelParts): Promise<boolean> {
  const { isNew, isBack } = await parts.conversations.remember(place);
  await rearm(place, isBack, parts);
  return isNew;
}

// What the bot hears from one conversation says that it can post again in all of that channel and team.
async function rearm(place: Conversation, isBack: boolean, parts: ChannelParts): Promise<void> {
  const around = await parts.conversations.rearm(place);
  if (isBack || around.length > 0) await tellWhatWasMissed(place, around, parts);
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
      // A name of its own for each return: a place may be gone again before it is told.
      const id = `missed/${last._id}/${crypto.randomUUID()}`;
      await deliveries.add([{ id, lane, recorded: last.recorded, what }]);
    } else await deliveries.markTold(lane);
    await deliveries.revive(lane);
    onQueued([lane]);
  }
}
