import type { EventType } from '../relationship/event.ts';
import type { AlertTopic, Conversation, ConversationDocument } from './documents.ts';
import type { Mongo } from './mongo.ts';

/** The topic that an event belongs to; `any`: every sales channel hears of it, whatever else it wants to hear of. */
export function topicOf(type: EventType): AlertTopic | 'any' | undefined {
  switch (type) {
    case 'invitation-accepted':
      return 'accepted';
    case 'invitation-declined':
      return 'declined';
    case 'invitation-expired':
      return 'expired';
    case 'invitation-viewed':
      return 'viewed';
    case 'question-asked':
    case 'abuse-reported':
      return 'any';
    default:
      return undefined;
  }
}

/** Remembers where the bot can post, and which of these places are a partner's sales channels. */
export function createConversations({ conversations }: Pick<Mongo, 'conversations'>) {
  const refreshed = async (
    { id, ...reference }: Conversation,
    set: Pick<ConversationDocument, 'alerts'> = {},
  ): Promise<{ isNew: boolean }> => {
    const before = await conversations.findOneAndUpdate(
      { _id: id },
      { $set: { ...reference, goneAt: null, ...set }, $currentDate: { lastSeenAt: true } },
      { upsert: true, returnDocument: 'before' },
    );
    return { isNew: before === null || before.goneAt !== null };
  };

  return {
    /**
     * Every activity refreshes its conversation: service URLs change, and a place once gone may be back. `isNew`:
     * the bot has not been here before, or not since it was removed.
     */
    remember: (conversation: Conversation) => refreshed(conversation),

    async find(id: string): Promise<Conversation | undefined> {
      const document = await conversations.findOne({ _id: id, goneAt: null });
      return document ? conversation(document) : undefined;
    },

    async personalChat(tenantId: string, personObjectId: string): Promise<Conversation | undefined> {
      const query = { tenantId, personObjectId, kind: 'personal', goneAt: null } as const;
      const document = await conversations.findOne(query, { sort: { lastSeenAt: -1 } });
      return document ? conversation(document) : undefined;
    },

    async markGone(id: string): Promise<void> {
      await conversations.updateOne({ _id: id }, { $currentDate: { goneAt: true } });
    },

    subscribe: (conversation: Conversation, partnerId: string, topics: readonly AlertTopic[]) =>
      refreshed(conversation, { alerts: { partnerId, topics } }),

    /** Ends the subscription to these topics; to all when none is named. */
    async unsubscribe(id: string, topics: readonly AlertTopic[]): Promise<void> {
      const subscribed = { _id: id, alerts: { $exists: true } };
      if (topics.length === 0) await conversations.updateOne(subscribed, { $unset: { alerts: '' } });
      else await conversations.updateOne(subscribed, { $pullAll: { 'alerts.topics': [...topics] } });
    },

    async subscribed(partnerId: string, topic: AlertTopic | 'any'): Promise<readonly Conversation[]> {
      const wanted = topic === 'any' ? { 'alerts.topics.0': { $exists: true } } : { 'alerts.topics': topic };
      const query = { 'alerts.partnerId': partnerId, ...wanted, goneAt: null };
      return (await conversations.find(query).toArray()).map(conversation);
    },
  };
}

/** Remembers where the bot can post. */
export type Conversations = ReturnType<typeof createConversations>;

function conversation(document: ConversationDocument): Conversation {
  const { _id, kind, tenantId, serviceUrl, botId, botName, personObjectId } = document;
  const person = personObjectId === undefined ? {} : { personObjectId };
  return { id: _id, kind, tenantId, serviceUrl, botId, botName, ...person };
}
