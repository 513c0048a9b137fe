import type { UpdateFilter } from 'mongodb';
import type { AlertTopic } from '../relationship/event.ts';
import { type ChangedBy, partnerEntry } from './audit/entries.ts';
import type { Audit } from './audit/transaction.ts';
import { type Conversation, type ConversationDocument, rootId } from './documents.ts';
import type { Mongo } from './mongo.ts';

/** Stores the conversations in which the bot can post, and which of them are a partner's sales channels. */
export function createConversations({ conversations }: Pick<Mongo, 'conversations'>, audit: Audit) {
  return {
    /**
     * Every activity refreshes its conversation: service URLs change, and a conversation that was gone may be back.
     * `isNew`: the bot is here for the first time, or for the first time since it was removed.
     */
    async remember({ id, ...reference }: Conversation): Promise<{ isNew: boolean; isBack: boolean }> {
      const before = await conversations.findOneAndUpdate(
        { _id: id },
        {
          $set: { ...reference, goneAt: null },
          $unset: { goneCode: '' },
          $currentDate: { lastSeenAt: true },
        },
        { upsert: true, returnDocument: 'before' },
      );
      const isBack = before !== null && before.goneAt !== null;
      return { isNew: before === null || isBack, isBack };
    },

    async find(id: string): Promise<Conversation | undefined> {
      const document = await conversations.findOne({ _id: id, goneAt: null });
      return document ? conversation(document) : undefined;
    },

    async personalChat(tenantId: string, personObjectId: string): Promise<Conversation | undefined> {
      const query = { tenantId, personObjectId, kind: 'personal', goneAt: null } as const;
      const document = await conversations.findOne(query, { sort: { lastSeenAt: -1 } });
      return document ? conversation(document) : undefined;
    },

    ...createGoneConversations({ conversations }),
    ...createSubscriptions({ conversations }, audit),

    /** Also those that are gone: they learn later of what they missed. */
    async subscribed(partnerId: string, topic: AlertTopic | 'any'): Promise<readonly Conversation[]> {
      const wanted = topic === 'any' ? { 'alerts.topics.0': { $exists: true } } : { 'alerts.topics': topic };
      const query = { 'alerts.partnerId': partnerId, ...wanted };
      return (await conversations.find(query).toArray()).map(conversation);
    },
  };
}

function createGoneConversations({ conversations }: Pick<Mongo, 'conversations'>) {
  return {
    /** The conversations of this one's channel and team are there again; returns which of them were gone. */
    async rearm({ id, teamId }: Conversation): Promise<readonly string[]> {
      const root = rootId(id);
      // Also the channel's threads, whose ids follow each other.
      const channel = [{ _id: root }, { _id: { $gt: `${root};`, $lt: `${root}<` } }];
      const around = [...channel, ...(teamId === undefined ? [] : [{ teamId }])];
      const query = { $or: around, goneAt: { $type: 'date' as const } };
      const gone = await conversations.find(query, { projection: { _id: 1 } }).toArray();
      const ids = gone.map(({ _id }) => _id);
      if (ids.length === 0) return [];
      const again = { $set: { goneAt: null }, $unset: { goneCode: '' as const } };
      await conversations.updateMany({ _id: { $in: ids } }, again);
      return ids;
    },

    /** The bot cannot post there any more; `code`: Teams' word for the reason. */
    async markGone(id: string, code: string): Promise<void> {
      const update = { $set: { goneCode: code }, $currentDate: { goneAt: true } } as const;
      await conversations.updateOne({ _id: id, goneAt: null }, update);
    },

    /** The reason why a conversation is gone, for the one who is told of it first; undefined for everybody else. */
    async takeReason(id: string): Promise<string | undefined> {
      const query = { _id: id, goneAt: { $type: 'date' as const }, goneCode: { $type: 'string' as const } };
      const before = await conversations.findOneAndUpdate(query, { $unset: { goneCode: '' } });
      return before?.goneCode;
    },

    /** The conversations of these tenants that are gone, the latest first. */
    async gone(tenantIds: readonly string[], most: number): Promise<readonly GoneConversation[]> {
      const query = { tenantId: { $in: [...tenantIds] }, goneAt: { $type: 'date' as const } };
      const found = await conversations.find(query).sort({ goneAt: -1 }).limit(most).toArray();
      return found.flatMap(({ _id: id, kind, goneAt }) => (goneAt ? [{ id, kind, goneAt }] : []));
    },
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

/** A conversation in which the bot cannot post, and since when. */
export type GoneConversation = Pick<Conversation, 'id' | 'kind'> & { readonly goneAt: Date };

/** The partner whose sales channel changes, and the agent who changes it. */
export type AlertChange = { readonly partnerId: string; readonly changedBy: ChangedBy };

function topicsIn(document: ConversationDocument | null) {
  return { topics: document?.alerts?.topics ?? [] };
}

/** The conversations of the bot, as the rest of the program reads and stores them. */
export type Conversations = ReturnType<typeof createConversations>;

function conversation(document: ConversationDocument): Conversation {
  const { _id, kind, tenantId, serviceUrl, botId, botName, personObjectId, teamId } = document;
  const person = personObjectId === undefined ? {} : { personObjectId };
  const team = teamId === undefined ? {} : { teamId };
  return { id: _id, kind, tenantId, serviceUrl, botId, botName, ...person, ...team };
}
