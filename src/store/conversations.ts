import type { UpdateFilter } from 'mongodb';
import type { AlertTopic } from '../relationship/event.ts';
import { type ChangedBy, partnerEntry } from './audit/entries.ts';
import type { Audit } from './audit/transaction.ts';
import type { Conversation, ConversationDocument } from './documents.ts';
import type { Mongo } from './mongo.ts';

/** Stores the conversations in which the bot can post, and which of them are a partner's sales channels. */
export function createConversations({ conversations }: Pick<Mongo, 'conversations'>, audit: Audit) {
  return {
    ...createSightings({ conversations }),

    async find(id: string): Promise<Conversation | undefined> {
      const document = await conversations.findOne({ _id: id, goneAt: null });
      return document ? conversation(document) : undefined;
    },

    async personalChat(tenantId: string, personObjectId: string): Promise<Conversation | undefined> {
      const query = { tenantId, personObjectId, kind: 'personal', goneAt: null } as const;
      const document = await conversations.findOne(query, { sort: { lastSeenAt: -1 } });
      return document ? conversation(document) : undefined;
    },

    ...createSubscriptions({ conversations }, audit),

    async subscribed(partnerId: string, topic: AlertTopic | 'any'): Promise<readonly Conversation[]> {
      const wanted = topic === 'any' ? { 'alerts.topics.0': { $exists: true } } : { 'alerts.topics': topic };
      const query = { 'alerts.partnerId': partnerId, ...wanted, goneAt: null };
      return (await conversations.find(query).toArray()).map(conversation);
    },
  };
}

function createSightings({ conversations }: Pick<Mongo, 'conversations'>) {
  const fresh = createFreshPlaces();

  /** `isNew`: the bot is here for the first time, or for the first time since it was removed. */
  async function remember(place: Conversation): Promise<{ isNew: boolean }> {
    const { id, ...reference } = place;
    // Noted before it is written, so that a mark of `markGone` at the same time is the last word.
    fresh.note(place);
    try {
      const before = await conversations.findOneAndUpdate(
        { _id: id },
        { $set: { ...reference, goneAt: null }, $currentDate: { lastSeenAt: true } },
        { upsert: true, returnDocument: 'before' },
      );
      return { isNew: before === null || before.goneAt !== null };
    } catch (error) {
      fresh.forget(id);
      throw error;
    }
  }

  return {
    remember,

    /**
     * Every activity refreshes its conversation: service URLs change, and a conversation that was gone may be back. Where
     * nothing is new, it is written once a minute.
     */
    async refresh(place: Conversation): Promise<void> {
      if (!fresh.has(place)) await remember(place);
    },

    async markGone(id: string): Promise<void> {
      fresh.forget(id);
      await conversations.updateOne({ _id: id }, { $currentDate: { goneAt: true } });
      // An activity of the meantime may have noted it again.
      fresh.forget(id);
    },
  };
}

const FRESH_MS = 60_000;
// Of more conversations in one minute, the first are written again.
const MOST_FRESH = 10_000;

// The conversations that this process wrote within the last minute, as it wrote them.
function createFreshPlaces() {
  const noted = new Map<string, { readonly place: string; readonly until: number }>();
  return {
    has(place: Conversation): boolean {
      const known = noted.get(place.id);
      return known !== undefined && performance.now() < known.until && known.place === JSON.stringify(place);
    },

    note(place: Conversation): void {
      noted.delete(place.id);
      const [oldest] = noted.size < MOST_FRESH ? [] : noted.keys();
      if (oldest !== undefined) noted.delete(oldest);
      noted.set(place.id, { place: JSON.stringify(place), until: performance.now() + FRESH_MS });
    },

    forget: (id: string): void => void noted.delete(id),
  };
}

function createSubscriptions({ conversations }: Pick<Mongo, 'conversations'>, audit: Audit) {
  const change = (
    id: string,
    update: UpdateFilter<ConversationDocument>,
    { partnerId, changedBy }: AlertChange,
  ): Promise<boolean> =>
    audit.transaction(partnerId, async ({ session, record }) => {
      const before = await conversations.findOne({ _id: id }, { session });
      if (before?.alerts && before.alerts.partnerId !== partnerId) return false;
      const options = { session, upsert: '$set' in update, returnDocument: 'after' } as const;
      const seen = { ...update, $currentDate: { lastSeenAt: true } } as const;
      const after = await conversations.findOneAndUpdate({ _id: id }, seen, options);
      if (!after) return false;
      const topics = { before: topicsIn(before), after: topicsIn(after) };
      await record(partnerEntry('alerts', { subject: id, at: after.lastSeenAt, ...topics }, changedBy));
      return true;
    });

  return {
    /** False when the conversation is another partner's sales channel: only that partner can give it up. */
    async subscribe(
      { id, ...reference }: Conversation,
      topics: readonly AlertTopic[],
      alerting: AlertChange,
    ): Promise<boolean> {
      const alerts = { partnerId: alerting.partnerId, topics };
      return change(id, { $set: { ...reference, goneAt: null, alerts } }, alerting);
    },

    /** Ends the subscription to these topics, or to all topics when none is named. */
    async unsubscribe(id: string, topics: readonly AlertTopic[], alerting: AlertChange): Promise<void> {
      const all = { $unset: { alerts: '' } } as const;
      const some = { $pullAll: { 'alerts.topics': [...topics] } };
      await change(id, topics.length === 0 ? all : some, alerting);
    },
  };
}

/** The partner whose sales channel changes, and the agent who changes it. */
export type AlertChange = { readonly partnerId: string; readonly changedBy: ChangedBy };

function topicsIn(document: ConversationDocument | null) {
  return { topics: document?.alerts?.topics ?? [] };
}

/** The conversations of the bot, as the rest of the program reads and stores them. */
export type Conversations = ReturnType<typeof createConversations>;

function conversation(document: ConversationDocument): Conversation {
  const { _id, kind, tenantId, serviceUrl, botId, botName, personObjectId } = document;
  const person = personObjectId === undefined ? {} : { personObjectId };
  return { id: _id, kind, tenantId, serviceUrl, botId, botName, ...person };
}
