import type { PostedCard } from './documents.ts';
import type { Mongo } from './mongo.ts';

// Only the newest are kept up to date: older ones answer with the truth when they are pressed.
const LIVING = 20;

/** Remembers the living cards. */
export function createCards({ cards }: Pick<Mongo, 'cards'>) {
  return {
    async remember({ conversationId, activityId, ...card }: PostedCard): Promise<void> {
      await cards.updateOne(
        { _id: { conversationId, activityId } },
        { $set: card, $currentDate: { postedAt: true } },
        { upsert: true },
      );
    },

    /** The cards of an invitation, and those that show the customer as a whole. */
    async of(relationshipId: string, invitationId: string | undefined): Promise<readonly PostedCard[]> {
      const shows = invitationId === undefined ? [null] : [invitationId, null];
      const found = await cards
        .find({ relationshipId, invitationId: { $in: shows } })
        .sort({ postedAt: -1 })
        .limit(LIVING)
        .toArray();
      return found.map(({ _id, postedAt: _, ...card }) => ({ ..._id, ...card }));
    },

    /** The card is no longer there. */
    async forget({ conversationId, activityId }: PostedCard): Promise<void> {
      await cards.deleteOne({ _id: { conversationId, activityId } });
    },
  };
}

/** Remembers the living cards. */
export type Cards = ReturnType<typeof createCards>;
