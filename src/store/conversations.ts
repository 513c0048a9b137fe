import { type Conversation, type ConversationDocument, rootId } from './documents.ts';
import { createFresh } from './fresh.ts';
import type { Mongo } from './mongo.ts';

/** Stores the conversations in which the bot can post. */
export function createConversations({ conversations }: Pick<Mongo, 'conversations'>) {
  const found = createFresh<Conversation | undefined>();
  return {
    ...createSightings({ conversations }, found.forget),

    /** At most half a second old, and never older than this process's own last change. */
    find: (id: string): Promise<Conversation | undefined> =>
      found.get(id, async () => {
        const document = await conversations.findOne({ _id: id, goneAt: null });
        return document ? conversation(document) : undefined;
      }),

    async personalChat(tenantId: string, personObjectId: string): Promise<Conversation | undefined> {
      const query = { tenantId, personObjectId, kind: 'personal', goneAt: null } as const;
      const document = await conversations.findOne(query, { sort: { lastSeenAt: -1 } });
      return document ? conversation(document) : undefined;
    },

    ...createGoneConversations({ conversations }, found.forget),
  };
}

function createGoneConversations({ conversations }: Pick<Mongo, 'conversations'>, changed: () => void) {
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
      changed();
      return ids;
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

function createSightings({ conversations }: Pick<Mongo, 'conversations'>, changed: () => void) {
  const fresh = createFreshPlaces();

  async function remember(place: Conversation): Promise<Remembered> {
    const { id, ...reference } = place;
    // Noted before it is written, so that a mark of `markGone` at the same time is the last word.
    fresh.note(place);
    try {
      const before = await conversations.findOneAndUpdate(
        { _id: id },
        {
          $set: { ...reference, goneAt: null },
          $unset: { goneCode: '' },
          $currentDate: { lastSeenAt: true },
        },
        { upsert: true, returnDocument: 'before' },
      );
      changed();
      const isBack = before !== null && before.goneAt !== null;
      return { isNew: before === null || isBack, isBack };
    } catch (error) {
      fresh.forget(id);
      throw error;
    }
  }

  return {
    remember,

    /**
     * Every activity refreshes its conversation: service URLs change, and a conversation that was gone may be back. Where
     * this process knows of nothing new, it is written once a minute; undefined when it was not written.
     */
    refresh: async (place: Conversation): Promise<Remembered | undefined> =>
      fresh.has(place) ? undefined : remember(place),

    /** The bot cannot post there any more; `code`: Teams' word for the reason. */
    async markGone(id: string, code: string): Promise<void> {
      fresh.forget(id);
      const update = { $set: { goneCode: code }, $currentDate: { goneAt: true } } as const;
      await conversations.updateOne({ _id: id, goneAt: null }, update);
      // An activity of the meantime may have noted it again.
      fresh.forget(id);
      changed();
    },
  };
}

/** `isNew`: the bot is in this conversation for the first time, or again: `isBack`, after it was gone from there. */
type Remembered = { readonly isNew: boolean; readonly isBack: boolean };

const FRESH_MS = 60_000;
// Of more conversations in one minute, the first are written again.
const MOST_FRESH = 10_000;

/** A conversation in which the bot cannot post, and since when. */
export type GoneConversation = Pick<Conversation, 'id' | 'kind'> & { readonly goneAt: Date };

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
  const { _id, kind, tenantId, serviceUrl, botId, botName, personObjectId, teamId } = document;
  const person = personObjectId === undefined ? {} : { personObjectId };
  const team = teamId === undefined ? {} : { teamId };
  return { id: _id, kind, tenantId, serviceUrl, botId, botName, ...person, ...team };
}
