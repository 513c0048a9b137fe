import type { Conversation, ConversationDocument } from './documents.ts';
import type { Mongo } from './mongo.ts';

/** Stores the conversations in which the bot can post. */
export function createConversations({ conversations }: Pick<Mongo, 'conversations'>) {
  return {
    /**
     * Every activity refreshes its conversation: service URLs change, and a conversation that was gone may be back.
     * `isNew`: the bot is here for the first time, or for the first time since it was removed.
     */
    async remember({ id, ...reference }: Conversation): Promise<{ isNew: boolean }> {
      const before = await conversations.findOneAndUpdate(
        { _id: id },
        { $set: { ...reference, goneAt: null }, $currentDate: { lastSeenAt: true } },
        { upsert: true, returnDocument: 'before' },
      );
      return { isNew: before === null || before.goneAt !== null };
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

    async markGone(id: string): Promise<void> {
      await conversations.updateOne({ _id: id }, { $currentDate: { goneAt: true } });
    },
  };
}

/** The conversations of the bot, as the rest of the program reads and stores them. */
export type Conversations = ReturnType<typeof createConversations>;

function conversation(document: ConversationDocument): Conversation {
  const { _id, kind, tenantId, serviceUrl, botId, botName, personObjectId } = document;
  const person = personObjectId === undefined ? {} : { personObjectId };
  return { id: _id, kind, tenantId, serviceUrl, botId, botName, ...person };
}
