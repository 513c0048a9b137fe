import type { Partner, Role } from '../../relationship/partner.ts';
import type { Customer } from '../../relationship/people.ts';
import type { PartnerDocument, RelationshipDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { partnerOf, roleIn } from '../partners/document.ts';
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
  /** The role that the partner gave to this person. */
  readonly roleOf: (objectId: string) => Role;
  readonly now: Date;
};

type Read = {
  readonly relationship?: RelationshipDocument;
  readonly partner?: PartnerDocument;
  readonly now: Date;
};

const ONLY_PROFILE = [{ $project: { outbox: 0, causes: 0, chain: 0 } }];

/** Reads document, partner and time in one query; throws when there is no such relationship or partner. */
export async function readSituation(mongo: Mongo, target: ChangeTarget): Promise<StoredSituation> {
  const read = 'relationshipId' in target ? await byId(mongo, target) : await byCustomer(mongo, target);
  if (!read)
    throw new Error('relationshipId' in target ? 'No such relationship' : `No partner ${target.partnerId}`);
  const { relationship, partner: stored, now } = read;
  if (!stored) throw new Error(`No partner ${relationship?.partnerId}`);
  return {
    document: relationship && checkShape(relationship),
    partner: partnerOf(stored),
    roleOf: (objectId) => roleIn(stored, objectId),
    now,
  };
}

async function byId({ relationships }: Mongo, { relationshipId }: { relationshipId: string }) {
  const [read] = await relationships
    .aggregate<Read>([
      { $match: { _id: relationshipId } },
      { $replaceWith: { relationship: '$$ROOT', now: '$$NOW' } },
      {
        $lookup: {
          from: 'partners',
          localField: 'relationship.partnerId',
          foreignField: '_id',
          pipeline: ONLY_PROFILE,
          as: 'partner',
        },
      },
      { $set: { partner: { $first: '$partner' } } },
    ])
    .toArray();
  return read;
}

async function byCustomer(
  { partners }: Mongo,
  { partnerId, customer }: { partnerId: string; customer: KeyFacts },
) {
  const query = { partnerId, customerKey: { $in: customerKeys(customer) } };
  const [read] = await partners
    .aggregate<Read>([
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
  return read;
}

/** What is unique among a partner's customers: the tenant id, or the domain while no tenant is known. */
export function customerKey({ tenantId, domain }: KeyFacts): string {
  return tenantId ?? `domain:${domain}`;
}

// A customer who was added before it had a tenant is the same one once it has.
function customerKeys({ tenantId, domain }: KeyFacts): string[] {
  return [...(tenantId === undefined ? [] : [tenantId]), customerKey({ domain })];
}
