import type { Partner } from '../../relationship/partner.ts';
import type { Customer } from '../../relationship/people.ts';
import type { PartnerDocument, RelationshipDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import type { Directory } from '../partners/directory.ts';
import { partnerOf } from '../partners/document.ts';
import { checkShape } from './document-shape.ts';

/** Names a relationship: by its id, or by the partner and the customer, whether it exists already or not. */
export type ChangeTarget =
  | { readonly relationshipId: string }
  | { readonly partnerId: string; readonly customer: KeyFacts };

type KeyFacts = Pick<Customer, 'tenantId' | 'domain'>;

/** What a decision about a relationship depends on, all of one moment of the database's clock. */
export type StoredSituation = {
  readonly document: RelationshipDocument | undefined;
  readonly partner: Partner;
  readonly now: Date;
};

type Read = {
  readonly relationship?: RelationshipDocument;
  readonly partner: Partner | undefined;
  readonly now: Date;
};

/** What a situation is read with. */
export type SituationParts = { readonly mongo: Mongo; readonly directory: Directory };

/**
 * Reads document, partner and time; throws when there is no such relationship or partner. The partner of a relationship
 * that is named by its id is at most half a second old.
 */
export async function readSituation(parts: SituationParts, target: ChangeTarget): Promise<StoredSituation> {
  const read = 'relationshipId' in target ? await byId(parts, target) : await byCustomer(parts.mongo, target);
  if (!read)
    throw new Error('relationshipId' in target ? 'No such relationship' : `No partner ${target.partnerId}`);
  const { relationship, partner, now } = read;
  if (!partner) throw new Error(`No partner ${relationship?.partnerId}`);
  return {
    document: relationship && checkShape(relationship),
    partner,
    now,
  };
}

async function byId(
  { mongo: { relationships }, directory }: SituationParts,
  { relationshipId }: { relationshipId: string },
): Promise<Read | undefined> {
  const [read] = await relationships
    .aggregate<{ relationship: RelationshipDocument; now: Date }>([
      { $match: { _id: relationshipId } },
      { $replaceWith: { relationship: '$$ROOT', now: '$$NOW' } },
    ])
    .toArray();
  return read && { ...read, partner: (await directory.byId(read.relationship.partnerId))?.partner };
}

const ONLY_PROFILE = [{ $project: { outbox: 0, causes: 0, chain: 0 } }];

async function byCustomer(
  { partners }: Mongo,
  { partnerId, customer }: { partnerId: string; customer: KeyFacts },
): Promise<Read | undefined> {
  const query = { partnerId, customerKey: { $in: customerKeys(customer) } };
  const [read] = await partners
    .aggregate<{ relationship?: RelationshipDocument; partner: PartnerDocument; now: Date }>([
      { $match: { _id: partnerId } },
      ...ONLY_PROFILE,
      { $replaceWith: { partner: '$$ROOT', now: '$$NOW' } },
      {
        $lookup: {
          from: 'relationships',
          pipeline: [{ $match: query }, { $limit: 1 }],
          as: 'relationship',
        },
      },
      { $set: { relationship: { $first: '$relationship' } } },
    ])
    .toArray();
  return read && { ...read, partner: partnerOf(read.partner) };
}

/** What is unique among a partner's customers: the tenant id, or the domain while no tenant is known. */
export function customerKey({ tenantId, domain }: KeyFacts): string {
  return tenantId ?? `domain:${domain}`;
}

// A customer who was added before it had a tenant is the same one once it has.
function customerKeys({ tenantId, domain }: KeyFacts): string[] {
  return [...(tenantId === undefined ? [] : [tenantId]), customerKey({ domain })];
}
