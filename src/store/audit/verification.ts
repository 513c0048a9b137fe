import { entryId, type Head, idsOf } from '../aggregates/chain.ts';
import type { AnchoredHead, EntryDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { type Ended, type Flawed, flawedAt, walkChain } from './walk.ts';

type VerifiedCollections = Pick<Mongo, 'partners' | 'relationships' | 'events'>;

/** The result of checking a partner's chains: whole, with the hash to keep elsewhere, or broken at the first flaw. */
export type ChainVerdict = WholeChain | BrokenChain;

type WholeChain = {
  readonly isWhole: true;
  readonly partnerId: string;
  /** The entries of the partner's chain and of all its relationships'. */
  readonly entries: number;
  /** The hash of the last entry of the partner's own chain, in which the others are anchored. */
  readonly hash: string;
  /** The time up to which the relationships' chains are anchored; undefined without an anchor. */
  readonly anchoredAt: Date | undefined;
  /** True when an entry of the partner's own chain has the expected hash. */
  readonly hasExpected: boolean;
};

/** The first flaw in the partner's own chain or in the chain of one of its relationships. */
export type BrokenChain = Flawed & { readonly isWhole: false; readonly partnerId: string };

const AT_ONCE = 1000;
const IN_ORDER = { sort: { _id: 1 }, batchSize: AT_ONCE } as const;

/** Checks chains; it reads everything in its order and in batches of 1,000, so a long chain needs little memory. */
export function createVerification(collections: VerifiedCollections) {
  return {
    /** The ids of all partners of which a profile, a relationship or an entry is stored. */
    async partnerIds(): Promise<readonly string[]> {
      const { partners, relationships, events } = collections;
      const found = await Promise.all([
        partners.distinct('_id'),
        relationships.distinct('partnerId'),
        events.distinct('partnerId'),
      ]);
      return [...new Set(found.flat())].sort();
    },

    /** Checks one partner's chains; entries that are added meanwhile do not disturb it. */
    async verify(partnerId: string, expected?: string): Promise<ChainVerdict> {
      const checked = await verifyAll({ collections, partnerId, expected });
      if ('flaw' in checked) return { isWhole: false, partnerId, ...checked };
      return { isWhole: true, partnerId, ...checked };
    },
  };
}

type Verified = Omit<WholeChain, 'isWhole' | 'partnerId'>;
type Check = {
  readonly collections: VerifiedCollections;
  readonly partnerId: string;
  readonly expected: string | undefined;
};

async function verifyAll(check: Check): Promise<Verified | Flawed> {
  const own = await verifyOwn(check);
  if ('flaw' in own) return own;
  const others = await verifyRelationships(check);
  if ('flaw' in others) return others;
  const lost = await firstLost(check, own);
  if (lost) return lost;
  const { sequence, hash, anchoredAt, hasExpected } = own;
  return { entries: sequence + others.entries, hash, anchoredAt, hasExpected };
}

type OwnChain = Head & Pick<Verified, 'anchoredAt' | 'hasExpected'>;

async function verifyOwn({ collections, partnerId, expected }: Check): Promise<OwnChain | Flawed> {
  const { partners, events } = collections;
  const projection = { chain: 1, outbox: 1, anchoredAt: 1 } as const;
  const partner = await partners.findOne({ _id: partnerId }, { projection });
  const query = { _id: idsOf(partnerId), partnerId, relationshipId: null };
  if (!partner) {
    const orphan = await events.findOne({ partnerId }, { sort: { _id: 1 } });
    return flawedAt('head-missing', orphan ?? ({ relationshipId: null, sequence: 0 } as EntryDocument));
  }
  let hasExpected = false;
  const walked = await walkChain(partner, events.find(query, IN_ORDER), ({ hash }) => {
    hasExpected ||= hash === expected;
  });
  if ('flaw' in walked) return walked;
  const added = walked.beyond && (await addedAfter(partners, partnerId, walked.beyond));
  return added ?? { ...walked, hasExpected, anchoredAt: partner.anchoredAt };
}

// An entry behind the head that was read: the head has moved on meanwhile, or somebody put the entry there.
async function addedAfter(
  collection: { findOne: (query: object, options: object) => Promise<unknown> },
  _id: string,
  entry: EntryDocument,
): Promise<Flawed | undefined> {
  const now = (await collection.findOne({ _id }, { projection: { chain: 1 } })) as Ended | null;
  return now && now.chain.sequence >= entry.sequence ? undefined : flawedAt('entry-added', entry);
}

// Documents and entries are read side by side, in the order of the relationships' ids.
async function verifyRelationships(check: Check): Promise<{ readonly entries: number } | Flawed> {
  const { collections, partnerId } = check;
  const projection = { chain: 1, outbox: 1 } as const;
  const documents = collections.relationships.find({ partnerId }, { ...IN_ORDER, projection });
  const chains = chainsOf(check);
  let current = await nextOf(chains);
  let entries = 0;
  for await (const document of documents) {
    const walked = await verifyOne(check, document, current);
    if ('flaw' in walked) return walked;
    entries += walked.sequence;
    if (current?.id === document._id) current = await nextOf(chains);
  }
  return current ? newSince(check, current, entries) : { entries };
}

async function nextOf(chains: AsyncGenerator<ChainEntries>): Promise<ChainEntries | undefined> {
  const { done, value } = await chains.next();
  return done ? undefined : value;
}

async function verifyOne({ collections }: Check, document: Ended, chain: ChainEntries | undefined) {
  if (chain && chain.id < document._id) return flawedAt('head-missing', chain.entries[0]);
  const walked = await walkChain(document, chain?.id === document._id ? chain.entries : []);
  if ('flaw' in walked) return { ...walked, relationshipId: document._id };
  const { beyond } = walked;
  const added = beyond && (await addedAfter(collections.relationships, document._id, beyond));
  return added ?? walked;
}

type ChainEntries = { readonly id: string; readonly entries: readonly [EntryDocument, ...EntryDocument[]] };

// A relationship that was made after the documents were read has its entries already.
async function newSince(
  { collections, partnerId }: Check,
  { id, entries: [first] }: ChainEntries,
  entries: number,
) {
  const isThere = await collections.relationships.findOne({ _id: id, partnerId }, { projection: { _id: 1 } });
  return isThere ? { entries } : flawedAt('head-missing', first);
}

// The entries of the relationships' chains, each chain by itself.
async function* chainsOf({ collections, partnerId }: Check): AsyncGenerator<ChainEntries> {
  let chain: { id: string; entries: [EntryDocument, ...EntryDocument[]] } | undefined;
  for await (const entry of collections.events.find({ partnerId }, IN_ORDER)) {
    const id = entry.relationshipId;
    if (id === null) continue;
    if (chain?.id === id) chain.entries.push(entry);
    else {
      if (chain) yield chain;
      chain = { id, entries: [entry] };
    }
  }
  if (chain) yield chain;
}

// The first head in an anchor that its relationship's chain does not have.
async function firstLost({ collections, partnerId }: Check, own: Head): Promise<Flawed | undefined> {
  const { partners, events } = collections;
  const upTo = { $gt: `${partnerId}-`, $lte: entryId(partnerId, own.sequence) };
  const query = { _id: upTo, partnerId, 'what.type': 'anchor' };
  for await (const anchor of events.find(query, IN_ORDER)) {
    const lost = await lostOf(collections, anchor);
    if (lost) return lost;
  }
  const partner = await partners.findOne({ _id: partnerId }, { projection: { outbox: 1 } });
  for (const anchor of partner?.outbox ?? []) {
    const lost = await lostOf(collections, anchor);
    if (lost) return lost;
  }
  return undefined;
}

async function lostOf(
  { events, relationships }: VerifiedCollections,
  { what, at }: EntryDocument,
): Promise<Flawed | undefined> {
  if (what.type !== 'anchor') return undefined;
  const ids = what.heads.map(({ relationshipId, sequence }) => entryId(relationshipId, sequence));
  const found = await events.find({ _id: { $in: ids } }, { projection: { hash: 1 } }).toArray();
  const hashes = new Map(found.map(({ _id, hash }) => [_id, hash]));
  const missing = what.heads.filter((head) => !hashes.has(idOf(head)));
  // What has not been passed on yet stands in the relationship.
  const waiting = await relationships
    .find(
      { _id: { $in: missing.map(({ relationshipId }) => relationshipId) } },
      { projection: { outbox: 1 } },
    )
    .toArray();
  for (const entry of waiting.flatMap(({ outbox }) => outbox)) hashes.set(entry._id, entry.hash);
  const lost = what.heads.find((head) => hashes.get(idOf(head)) !== head.hash);
  if (!lost) return undefined;
  const flaw = hashes.has(idOf(lost)) ? 'anchored-changed' : 'anchored-missing';
  return { flaw, relationshipId: lost.relationshipId, sequence: lost.sequence, at };
}

function idOf({ relationshipId, sequence }: AnchoredHead): string {
  return entryId(relationshipId, sequence);
}
