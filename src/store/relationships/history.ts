import { isOfRelationship } from '../../relationship/attempt.ts';
import type { Event } from '../../relationship/event.ts';
import type { HistoryEntry } from '../../relationship/history-entry.ts';
import { entryId, idsOf } from '../aggregates/chain.ts';
import type { EntryDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { isEventEntry } from './notes.ts';
import type { Page, Slice } from './pages.ts';

/** Reads what happened to a relationship: its events, and the attempts that were refused. */
export function createHistory({ events, relationships }: Pick<Mongo, 'events' | 'relationships'>) {
  // What has not been passed on yet stands in the relationship itself.
  const chainOf = async (partnerId: string, _id: string) => {
    const projection = { chain: 1, outbox: 1 };
    return relationships.findOne({ _id, partnerId }, { projection });
  };

  const read = async (query: object, limit: number): Promise<EntryDocument[]> =>
    events.find(query, { sort: { _id: -1 }, limit }).toArray();

  return {
    /** The newest events of a relationship and all its invitations, at most `most`, the oldest first. */
    async recent(partnerId: string, relationshipId: string, most: number): Promise<readonly Event[]> {
      const query = { _id: idsOf(relationshipId), partnerId, 'what.type': 'event' };
      const [passedOn, relationship] = await Promise.all([
        read(query, most),
        chainOf(partnerId, relationshipId),
      ]);
      const all = merged(passedOn, relationship?.outbox ?? []);
      return all
        .filter(isEventEntry)
        .map(({ event }) => event)
        .slice(-most);
    },

    /** One page of all events and refused attempts, the newest first. */
    async page(
      partnerId: string,
      relationshipId: string,
      { skip, limit }: Slice,
    ): Promise<Page<HistoryEntry>> {
      const relationship = await chainOf(partnerId, relationshipId);
      if (!relationship) return { rows: [], total: 0 };
      // A chain has no holes: the place of a page follows from its length.
      const total = relationship.chain.sequence;
      const newest = total - skip;
      const oldest = Math.max(1, newest - limit + 1);
      const ids = {
        $gte: entryId(relationshipId, oldest),
        $lte: entryId(relationshipId, Math.max(0, newest)),
      };
      const waiting = relationship.outbox.filter(({ _id }) => _id >= ids.$gte && _id <= ids.$lte);
      const passedOn = await read({ _id: ids, partnerId }, limit);
      return { rows: merged(passedOn, waiting).reverse().flatMap(historyEntry), total };
    },
  };
}

/** The history of relationships, as the rest of the program reads it. */
export type History = ReturnType<typeof createHistory>;

function merged(one: readonly EntryDocument[], other: readonly EntryDocument[]): EntryDocument[] {
  const all = new Map([...one, ...other].map((entry) => [entry.sequence, entry]));
  return [...all.values()].sort((a, b) => a.sequence - b.sequence);
}

function historyEntry(entry: EntryDocument): readonly HistoryEntry[] {
  if (isEventEntry(entry)) return [{ type: 'event', event: entry.event }];
  const { at, by, what } = entry;
  if (what.type !== 'refused') return [];
  const { type, command, code } = what;
  return isOfRelationship(command) ? [{ type, at, by, command, code }] : [];
}
