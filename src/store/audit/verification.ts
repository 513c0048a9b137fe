import { ObjectId } from 'mongodb';
import type { AuditDocument, EventDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { batches } from './batches.ts';
import { EMPTY, eventHash, type Flaw, flawOf, type Head } from './chain.ts';

type Collections = Pick<Mongo, 'partners' | 'events' | 'audit' | 'chains'>;

/** A chain that holds, with the hash to keep elsewhere, or the first place in which it does not. */
export type Verdict = Whole | Broken;

type Whole = {
  readonly isWhole: true;
  readonly partnerId: string;
  readonly entries: number;
  readonly hash: string;
  /** Whether an entry of this chain has the hash that was kept elsewhere. */
  readonly hasExpected: boolean;
};

/** Where a chain is broken first. An event that nothing vouches for has no place in it. */
export type Broken = {
  readonly isWhole: false;
  readonly partnerId: string;
  readonly flaw: Flaw;
  readonly sequence?: number;
  readonly eventId?: string;
  readonly at?: Date;
};

const AT_ONCE = 1000;

/** Checks chains against the events they vouch for, reading both in order and keeping neither. */
export function createVerification(collections: Collections) {
  return {
    /** Everybody of whom anything is stored that a chain could vouch for. */
    async partnerIds(): Promise<readonly string[]> {
      const { partners, events, audit, chains } = collections;
      const found = await Promise.all([
        partners.distinct('_id'),
        chains.distinct('_id'),
        events.distinct('partnerId'),
        audit.distinct('partnerId'),
      ]);
      return [...new Set(found.flat())].sort();
    },

    /** What is recorded while this reads does no harm. */
    verify: (partnerId: string, expected?: string): Promise<Verdict> =>
      verify(collections, partnerId, expected),
  };
}

async function verify(
  collections: Collections,
  partnerId: string,
  expected: string | undefined,
): Promise<Verdict> {
  const { audit, chains } = collections;
  // The last entry is read before the head: the head of a chain that grows meanwhile is never behind it.
  const last = await audit.findOne({ partnerId }, { sort: { sequence: -1 } });
  const head = (await chains.findOne({ _id: partnerId })) ?? undefined;
  const walked = await walk(collections, { partnerId, head, last: last ?? undefined, expected });
  if ('flaw' in walked) return { isWhole: false, partnerId, ...walked };
  const added = await unvouched(collections, partnerId);
  if (added) return { isWhole: false, partnerId, ...added };
  const { sequence: entries, hash, hasExpected } = walked;
  return { isWhole: true, partnerId, entries, hash, hasExpected };
}

type Found = Omit<Broken, 'isWhole' | 'partnerId'>;
type Walked = Head & { readonly hasExpected: boolean };
type Way = {
  readonly partnerId: string;
  readonly head: Head | undefined;
  readonly last: AuditDocument | undefined;
  readonly expected: string | undefined;
};

async function walk(collections: Collections, way: Way): Promise<Walked | Found> {
  const { partnerId, head, expected } = way;
  let reached: Walked = { ...EMPTY, hasExpected: false };
  const upTo = head === undefined ? {} : { sequence: { $lte: head.sequence } };
  const options = { sort: { sequence: 1 }, batchSize: AT_ONCE } as const;
  for await (const batch of batches(collections.audit.find({ partnerId, ...upTo }, options), AT_ONCE)) {
    const events = await vouchedFor(collections, batch);
    for (const entry of batch) {
      const flaw = flawOf(entry, reached) ?? eventFlaw(entry, events);
      if (flaw) return placed(flaw, entry, reached);
      const { sequence, hash } = entry;
      reached = { sequence, hash, hasExpected: reached.hasExpected || hash === expected };
    }
  }
  return ending(reached, way) ?? reached;
}

function placed(flaw: Flaw, { sequence, what, at }: AuditDocument, reached: Head): Found {
  // Of what is missing nothing is known but its place.
  if (flaw === 'entry-missing') return { flaw, sequence: reached.sequence + 1 };
  return { flaw, sequence, at, ...(what.type === 'event' ? { eventId: what.eventId } : {}) };
}

function ending(reached: Head, { head, last }: Way): Found | undefined {
  if (head === undefined) return last && { flaw: 'head-missing', sequence: reached.sequence };
  if (reached.sequence < head.sequence) return { flaw: 'end-missing', sequence: reached.sequence + 1 };
  if (reached.hash !== head.hash) return { flaw: 'head-changed', sequence: head.sequence };
  return last && last.sequence > head.sequence
    ? placed('entry-added', { ...last, sequence: head.sequence + 1 }, reached)
    : undefined;
}

async function vouchedFor({ events }: Collections, entries: readonly AuditDocument[]) {
  const ids = entries.flatMap(({ what }) => {
    return what.type === 'event' && ObjectId.isValid(what.eventId) ? [new ObjectId(what.eventId)] : [];
  });
  const found = await events.find({ _id: { $in: ids } }).toArray();
  return new Map(found.map((event) => [event._id.toHexString(), event]));
}

function eventFlaw({ what }: AuditDocument, events: ReadonlyMap<string, EventDocument>): Flaw | undefined {
  if (what.type !== 'event') return undefined;
  const event = events.get(what.eventId);
  if (!event) return 'event-missing';
  return eventHash(event) === what.eventHash ? undefined : 'event-changed';
}

// An event and its entry become visible together, so whoever sees the event first finds the entry too.
async function unvouched({ events, audit }: Collections, partnerId: string): Promise<Found | undefined> {
  const options = { sort: { _id: 1 }, batchSize: AT_ONCE } as const;
  for await (const batch of batches(events.find({ partnerId }, options), AT_ONCE)) {
    const ids = batch.map(({ _id }) => _id.toHexString());
    const entries = audit.find({ partnerId, 'what.eventId': { $in: ids } });
    const known = new Set<string>();
    for await (const { what } of entries) if (what.type === 'event') known.add(what.eventId);
    const added = batch.find(({ _id }) => !known.has(_id.toHexString()));
    if (added) return { flaw: 'event-added', eventId: added._id.toHexString(), at: added.event.at };
  }
  return undefined;
}
