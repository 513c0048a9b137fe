import { ObjectId } from 'mongodb';
import type { AuditDocument, EventDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { batches } from './batches.ts';
import { EMPTY, eventHash, type Flaw, flawOf, type Head } from './chain.ts';

type VerifiedCollections = Pick<Mongo, 'partners' | 'events' | 'audit' | 'chains'>;

/** The result of checking a chain: whole, with the hash to keep outside the database, or broken at its first flaw. */
export type ChainVerdict = WholeChain | BrokenChain;

type WholeChain = {
  readonly isWhole: true;
  readonly partnerId: string;
  readonly entries: number;
  readonly hash: string;
  /** True when an entry of this chain has the expected hash. */
  readonly hasExpected: boolean;
};

/** The first flaw of a chain. An event without an entry has no `sequence`. */
export type BrokenChain = {
  readonly isWhole: false;
  readonly partnerId: string;
  readonly flaw: Flaw;
  readonly sequence?: number;
  readonly eventId?: string;
  readonly at?: Date;
};

const AT_ONCE = 1000;

/** Checks chains against their events; it reads both in batches of 1,000, so a long chain needs little memory. */
export function createVerification(collections: VerifiedCollections) {
  return {
    /** The ids of all partners of which a profile, a chain, an event or an entry is stored. */
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

    /** Checks one partner's chain; entries that are added meanwhile do not disturb it. */
    verify: (partnerId: string, expected?: string): Promise<ChainVerdict> =>
      verifyChain(collections, partnerId, expected),
  };
}

async function verifyChain(
  collections: VerifiedCollections,
  partnerId: string,
  expected: string | undefined,
): Promise<ChainVerdict> {
  const { audit, chains } = collections;
  // The last entry is read before the head, because the head of a growing chain must not be older than that entry.
  const last = await audit.findOne({ partnerId }, { sort: { sequence: -1 } });
  const head = (await chains.findOne({ _id: partnerId })) ?? undefined;
  const walked = await walk(collections, { partnerId, head, last: last ?? undefined, expected });
  if ('flaw' in walked) return { isWhole: false, partnerId, ...walked };
  const added = await firstEventWithoutEntry(collections, partnerId);
  if (added) return { isWhole: false, partnerId, ...added };
  const { sequence: entries, hash, hasExpected } = walked;
  return { isWhole: true, partnerId, entries, hash, hasExpected };
}

type Flawed = Omit<BrokenChain, 'isWhole' | 'partnerId'>;
type WalkedChain = Head & { readonly hasExpected: boolean };
type Walk = {
  readonly partnerId: string;
  readonly head: Head | undefined;
  readonly last: AuditDocument | undefined;
  readonly expected: string | undefined;
};

async function walk(collections: VerifiedCollections, way: Walk): Promise<WalkedChain | Flawed> {
  const { partnerId, head, expected } = way;
  let reached: WalkedChain = { ...EMPTY, hasExpected: false };
  const upTo = head === undefined ? {} : { sequence: { $lte: head.sequence } };
  const options = { sort: { sequence: 1 }, batchSize: AT_ONCE } as const;
  for await (const batch of batches(collections.audit.find({ partnerId, ...upTo }, options), AT_ONCE)) {
    const events = await eventsOfEntries(collections, batch);
    for (const entry of batch) {
      const flaw = flawOf(entry, reached) ?? eventFlaw(entry, events);
      if (flaw) return placed(flaw, entry, reached);
      const { sequence, hash } = entry;
      reached = { sequence, hash, hasExpected: reached.hasExpected || hash === expected };
    }
  }
  return endFlaw(reached, way) ?? reached;
}

function placed(flaw: Flaw, { sequence, what, at }: AuditDocument, reached: Head): Flawed {
  // Of a missing entry only its place is known.
  if (flaw === 'entry-missing') return { flaw, sequence: reached.sequence + 1 };
  return { flaw, sequence, at, ...(what.type === 'event' ? { eventId: what.eventId } : {}) };
}

function endFlaw(reached: Head, { head, last }: Walk): Flawed | undefined {
  if (head === undefined) return last && { flaw: 'head-missing', sequence: reached.sequence };
  if (reached.sequence < head.sequence) return { flaw: 'end-missing', sequence: reached.sequence + 1 };
  if (reached.hash !== head.hash) return { flaw: 'head-changed', sequence: head.sequence };
  return last && last.sequence > head.sequence
    ? placed('entry-added', { ...last, sequence: head.sequence + 1 }, reached)
    : undefined;
}

async function eventsOfEntries({ events }: VerifiedCollections, entries: readonly AuditDocument[]) {
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

// An event and its entry become visible together: where the event is read, the entry is there too.
async function firstEventWithoutEntry(
  { events, audit }: VerifiedCollections,
  partnerId: string,
): Promise<Flawed | undefined> {
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
