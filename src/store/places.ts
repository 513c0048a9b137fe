import { type ConversationDocument, rootId } from './documents.ts';
import type { Mongo } from './mongo.ts';

/** A conversation as people know it; `name`: absent where Teams has never said it. */
export type Place = Pick<ConversationDocument, 'kind' | 'tenantId' | 'personObjectId' | 'name'>;

const PLACE = { kind: 1, tenantId: 1, personObjectId: 1, name: 1 } as const;
const MOST_THREADS = 20;

/** Finds what people call conversations. */
export function createPlaces({ conversations }: Pick<Mongo, 'conversations'>) {
  return {
    /** The conversations that have these roots: a channel itself, or what one of its threads says of it. */
    async byRoot(roots: readonly string[]): Promise<ReadonlyMap<string, Place>> {
      const found = await Promise.all(
        [...new Set(roots)].map(async (root) => {
          const around = [{ _id: root }, { _id: { $gt: `${root};`, $lt: `${root}<` } }];
          const options = { projection: PLACE, sort: { _id: 1 }, limit: MOST_THREADS } as const;
          const documents = await conversations.find({ $or: around }, options).toArray();
          const named = documents.find(({ name }) => name !== undefined) ?? documents[0];
          return named ? [[rootId(named._id), named] as const] : [];
        }),
      );
      return new Map(found.flat());
    },
  };
}

/** Finds what people call conversations, as the rest of the program asks. */
export type Places = ReturnType<typeof createPlaces>;
