import type { AnchoredHead, Entry, RelationshipDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import type { ChangePartner } from '../partners/change-partner.ts';
import { batches } from './batches.ts';

const MOST_HEADS = 1000;
// A change that was decided before the last anchor may have become visible after it.
const OVERLAP_MS = 30_000;
const CLOCK = { kind: 'clock' } as const;

/**
 * Anchors the chains of relationships in their partner's chain: the heads of those that changed since the last anchor,
 * at most 1,000 in one. A relationship that vanishes whole, or is rewritten whole, is noticed by its anchors.
 */
export function createAnchors(mongo: Mongo, changePartner: ChangePartner) {
  const anchor = async (partnerId: string): Promise<void> => {
    const partner = await mongo.partners.findOne({ _id: partnerId }, { projection: { anchoredAt: 1 } });
    if (!partner) return;
    let since = partner.anchoredAt;
    for await (const { heads, upTo } of changedHeads(mongo, {
      partnerId,
      since,
      until: await mongo.clock(),
    })) {
      const expected = since;
      await changePartner(partnerId, (stored, now) => {
        // Another process has anchored the same.
        if (stored?.anchoredAt?.getTime() !== expected?.getTime()) return undefined;
        return { fields: { anchoredAt: upTo }, entries: [anchorOf(heads, now)] };
      });
      since = upTo;
    }
  };

  return {
    anchor,

    /** Anchors what changed of every partner. */
    async anchorAll(): Promise<void> {
      const partners = await mongo.partners.find({}, { projection: { _id: 1 } }).toArray();
      for (const { _id } of partners) await anchor(_id);
    },
  };
}

/** The anchors, as the rest of the program makes them. */
export type Anchors = ReturnType<typeof createAnchors>;

type Span = { readonly partnerId: string; readonly since: Date | undefined; readonly until: Date };

type Batch = { readonly heads: readonly AnchoredHead[]; readonly upTo: Date };

async function* changedHeads(
  { relationships }: Mongo,
  { partnerId, since, until }: Span,
): AsyncGenerator<Batch> {
  const after = since ?? new Date(0);
  // Nothing happened since the last anchor: the overlap alone makes none.
  const isNew = { partnerId, 'chain.at': { $gt: after } };
  if (!(await relationships.findOne(isNew, { projection: { _id: 1 } }))) return;
  const from = new Date(after.getTime() - OVERLAP_MS);
  const options = { sort: { 'chain.at': 1 }, projection: { chain: 1 } } as const;
  const found = relationships.find({ partnerId, 'chain.at': { $gt: from, $lte: until } }, options);
  let upTo = after;
  for await (const batch of batches(found, MOST_HEADS)) {
    const isLast = batch.length < MOST_HEADS;
    upTo = isLast ? until : (batch.at(-1)?.chain.at ?? until);
    yield { heads: batch.map(headOf), upTo };
  }
}

function headOf({ _id, chain }: RelationshipDocument): AnchoredHead {
  return { relationshipId: _id, sequence: chain.sequence, hash: chain.hash };
}

function anchorOf(heads: readonly AnchoredHead[], at: Date): Entry {
  return { at, by: CLOCK, cause: null, what: { type: 'anchor', heads } };
}
