import { ObjectId } from 'mongodb';
import { isOfRelationship } from '../../relationship/attempt.ts';
import type { Event } from '../../relationship/event.ts';
import type { HistoryEntry } from '../../relationship/history-entry.ts';
import type { AuditDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import type { Page, Slice } from './lists.ts';
import { storedEvent } from './outbox.ts';

/** Tells what has happened, from the same events that were announced, and what was refused. */
export function createHistory({ events, audit }: Pick<Mongo, 'events' | 'audit'>) {
  const eventsOf = async (entries: readonly AuditDocument[]): Promise<ReadonlyMap<string, Event>> => {
    const ids = entries.flatMap(({ what }) => (what.type === 'event' ? [new ObjectId(what.eventId)] : []));
    const found = await events.find({ _id: { $in: ids } }).toArray();
    return new Map(found.map((one) => [one._id.toHexString(), storedEvent(one).event]));
  };

  return {
    /** The newest events of a relationship, oldest first, of all its invitations. */
    async recent(partnerId: string, relationshipId: string, most: number): Promise<readonly Event[]> {
      const sort = { _id: -1 } as const;
      const newest = await events.find({ partnerId, relationshipId }, { sort, limit: most }).toArray();
      return newest.reverse().map((one) => storedEvent(one).event);
    },

    /** Every event and every refused attempt, the newest first. */
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

/** Tells what has happened. */
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
