import { ObjectId } from 'mongodb';
import { isOfRelationship } from '../../relationship/attempt.ts';
import type { Event } from '../../relationship/event.ts';
import type { HistoryEntry } from '../../relationship/history-entry.ts';
import type { AuditDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { storedEvent } from './outbox.ts';
import type { Page, Slice } from './pages.ts';

/** Reads what happened to a relationship: its events, and the attempts that were refused. */
export function createHistory({ events, audit }: Pick<Mongo, 'events' | 'audit'>) {
  const eventsOf = async (entries: readonly AuditDocument[]): Promise<ReadonlyMap<string, Event>> => {
    const ids = entries.flatMap(({ what }) => (what.type === 'event' ? [new ObjectId(what.eventId)] : []));
    const found = await events.find({ _id: { $in: ids } }).toArray();
    return new Map(found.map((one) => [one._id.toHexString(), storedEvent(one).event]));
  };

  return {
    /** The newest events of a relationship and all its invitations, at most `most`, the oldest first. */
    async recent(partnerId: string, relationshipId: string, most: number): Promise<readonly Event[]> {
      const sort = { _id: -1 } as const;
      const newest = await events.find({ partnerId, relationshipId }, { sort, limit: most }).toArray();
      return newest.reverse().map((one) => storedEvent(one).event);
    },

    /** One page of all events and refused attempts, the newest first. */
    async page(
      partnerId: string,
      relationshipId: string,
      { skip, limit }: Slice,
    ): Promise<Page<HistoryEntry>> {
      const query = { partnerId, relationshipId };
      const [entries, total] = await Promise.all([
        audit.find(query, { sort: { sequence: -1 }, skip, limit }).toArray(),
        audit.countDocuments(query),
      ]);
      const happened = await eventsOf(entries);
      return { rows: entries.flatMap((entry) => entryOf(entry, happened)), total };
    },
  };
}

/** The history of relationships, as the rest of the program reads it. */
export type History = ReturnType<typeof createHistory>;

function entryOf(
  { at, by, what }: AuditDocument,
  happened: ReadonlyMap<string, Event>,
): readonly HistoryEntry[] {
  if (what.type === 'refused') {
    const { type, command, code } = what;
    return isOfRelationship(command) ? [{ type, at, by, command, code }] : [];
  }
  const event = what.type === 'event' ? happened.get(what.eventId) : undefined;
  return event ? [{ type: 'event', event }] : [];
}
