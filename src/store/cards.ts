import type { PostedCard } from './documents.ts';
import type { Mongo } from './mongo.ts';

const MOST_CARDS = 1000;

/** Stores where each living card stands, so that it can be kept up to date. */
export function createCards({ cards }: Pick<Mongo, 'cards'>) {
  return {
    async remember(posted: readonly PostedCard[]): Promise<void> {
      const operations = posted.map(({ conversationId, activityId, ...card }) => {
        const update = { $set: card, $currentDate: { postedAt: true } } as const;
        return { updateOne: { filter: { _id: { conversationId, activityId } }, update, upsert: true } };
      });
      await cards.bulkWrite(operations, { ordered: false });
    },

    /** The living cards of these relationships, at most 1,000, the newest of each first. */
    async ofAll(relationshipIds: readonly string[]): Promise<ReadonlyMap<string, readonly PostedCard[]>> {
      const query = { relationshipId: { $in: [...relationshipIds] } };
      const found = await cards.find(query, { sort: { postedAt: -1 }, limit: MOST_CARDS }).toArray();
      const all = found.map(({ _id, postedAt: _, ...card }): PostedCard => ({ ..._id, ...card }));
      return new Map(
        relationshipIds.map((id) => [id, all.filter(({ relationshipId }) => relationshipId === id)]),
      );
    },

    /** Removes a card that no longer stands in its conversation. */
    async forget({ conversationId, activityId }: PostedCard): Promise<void> {
      await cards.deleteOne({ _id: { conversationId, activityId } });
    },
  };
}

/** The living cards, as the rest of the program reads and stores them. */
export type Cards = ReturnType<typeof createCards>;
