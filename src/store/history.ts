import type { Mongo } from './mongo.ts';
import { recorded } from './outbox.ts';

// As many as a card holds.
const MOST_EVENTS = 25;

/** Tells what has happened, from the same events that were announced. */
export function createHistory({ events }: Pick<Mongo, 'events'>) {
  return {
    /** The newest events of a relationship, oldest first, of all its invitations; `isCut`: there are older ones. */
    async of(partnerId: string, relationshipId: string, most = MOST_EVENTS) {
      const newest = await events
        .find({ partnerId, relationshipId }, { sort: { _id: -1 }, limit: most + 1 })
        .toArray();
      const shown = newest
        .slice(0, most)
        .reverse()
        .map((one) => recorded(one).event);
      return { events: shown, isCut: newest.length > most };
    },
  };
}

/** Tells what has happened. */
export type History = ReturnType<typeof createHistory>;
