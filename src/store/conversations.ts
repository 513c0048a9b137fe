import type { Conversation, ConversationDocument } from './documents.ts';
import type { Mongo } from './mongo.ts';

/** Stores the conversations in which the bot can post. */
export function createConversations({ conversations }: Pick<Mongo, 'conversations'>) {
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

/** The conversations of the bot, as the rest of the program reads and stores them. */
export type Conversations = ReturnType<typeof createConversations>;

function conversation(document: ConversationDocument): Conversation {
  const { _id, kind, tenantId, serviceUrl, botId, botName, personObjectId } = document;
  const person = personObjectId === undefined ? {} : { personObjectId };
  return { id: _id, kind, tenantId, serviceUrl, botId, botName, ...person };
}
