import type { PostedCard } from './documents.ts';
import type { Mongo } from './mongo.ts';

// Only the newest cards are kept up to date: an older card shows today's state when it is pressed.
const LIVING = 20;

/** Stores where each living card stands, so that it can be kept up to date. */
export function createCards({ cards }: Pick<Mongo, 'cards'>) {
  return {
    async remember({ conversationId, activityId, ...card }: PostedCard): Promise<void> {
      await cards.updateOne(
        { _id: { conversationId, activityId } },
        { $set: card, $currentDate: { postedAt: true } },
        { upsert: true },
      );
    },

    /** The newest 20 cards that show this invitation or the customer as a whole, the newest first. */
    async of(relationshipId: string, invitationId: string | undefined): Promise<readonly PostedCard[]> {
      const shows = invitationId === undefined ? [null] : [invitationId, null];
      const found = await cards
        .find({ relationshipId, invitationId: { $in: shows } })
        .sort({ postedAt: -1 })
        .limit(LIVING)
        .toArray();
      return found.map(({ _id, postedAt: _, ...card }) => ({ ..._id, ...card }));
    },

    /** Removes a card that no longer stands in its conversation. */
    async forget({ conversationId, activityId }: PostedCard): Promise<void> {
      await cards.deleteOne({ _id: { conversationId, activityId } });
    },
  };
}

/** The living cards, as the rest of the program reads and stores them. */
export type Cards = ReturnType<typeof createCards>;
