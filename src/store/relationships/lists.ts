import type { Filter } from 'mongodb';
import type { Found, RelationshipDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { checkShape } from './document-shape.ts';

/** The invitations that `list` can show. */
export type ListFilter = 'all' | 'open' | 'accepted' | 'declined' | 'expired';

/** The customers that the tab can show; `incomplete`: active, but not ready to purchase or to manage. */
export type CustomerFilter = 'all' | 'open' | 'active' | 'incomplete' | 'declined' | 'expired' | 'ended';

/** One page of a list, and the length of the whole list. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly total: number };

/** A MongoDB filter on the stored relationships. */
export type RelationshipQuery = Filter<RelationshipDocument>;

type CustomerQuery = { readonly text: string | undefined; readonly state?: CustomerFilter };
/** The part of a list that a page shows. */
export type Slice = { readonly skip: number; readonly limit: number };

/** Reads the lists of a partner's relationships. */
export function createRelationshipLists({ relationships }: Pick<Mongo, 'relationships'>) {
  return {
    list: (partnerId: string, ask: { filter: ListFilter; by: string | undefined } & Slice) =>
      relationshipPage(relationships, { partnerId, ...FILTERS[ask.filter], ...ofOwner(ask.by) }, ask),

    customers: (partnerId: string, { text, state = 'all', ...slice }: CustomerQuery & Slice) =>
      relationshipPage(relationships, { partnerId, $and: [CUSTOMER_FILTERS[state], matching(text)] }, slice),

    /** The customers whose name or domain contains this text, by name; one more than `limit` when there are more. */
    async named(partnerId: string, text: string, limit: number): Promise<readonly Found[]> {
      const query = { partnerId, ...matching(text) };
      const sort = { 'state.customer.name': 1, 'state.customer.domain': 1 } as const;
      return (await relationships.find(query, { sort, limit: limit + 1 }).toArray()).map(found);
    },

    /** The open invitations that this person looks after, at most 500. */
    async ownedBy(partnerId: string, objectId: string): Promise<readonly Found[]> {
      const query = { partnerId, ...FILTERS.open, ...ofOwner(objectId) };
      return (await relationships.find(query, { limit: MOST_HANDED_OVER }).toArray()).map(found);
    },

    /** The people who look after open invitations, by name. */
    async owners(partnerId: string): Promise<readonly { objectId: string; name: string }[]> {
      const owner = { $ifNull: ['$state.invitation.owner', '$state.invitation.createdBy'] };
      const owners = relationships.aggregate<{ objectId: string; name: string }>([
        { $match: { partnerId, ...FILTERS.open } },
        { $replaceWith: owner },
        { $group: { _id: '$objectId', name: { $last: '$name' } } },
        { $project: { _id: 0, objectId: '$_id', name: 1 } },
        { $sort: { name: 1, objectId: 1 } },
      ]);
      return owners.toArray();
    },
  };
}

/** Reads the invitations that wait for an answer, a reminder or their expiry. */
export function createWaitingLists({ relationships }: Pick<Mongo, 'relationships'>) {
  return {
    /** The open invitations of a customer from all partners, at most 20. */
    async openOf(customerTenantId: string): Promise<readonly Found[]> {
      const query = { 'state.customer.tenantId': customerTenantId, ...FILTERS.open };
      return (await relationshipPage(relationships, query, { skip: 0, limit: MOST_OPEN })).rows;
    },

    /** The unanswered invitations that were sent at least `days` days ago, the oldest first. */
    waiting: (partnerId: string, days: number, limit: number) =>
      oldestSent(relationships, { partnerId, ...unansweredFor(days) }, limit),

    /** Of these, the invitations that have had no reminder for this day yet, one after the other. */
    unreminded: (partnerId: string, days: number): AsyncIterable<Found> => {
      const quiet = { 'state.invitation.remindedDay': { $not: { $gte: days } } };
      const query = { partnerId, ...unansweredFor(days), ...quiet };
      return relationships.find(query, { sort: OLDEST_SENT }).map(found);
    },

    /** The invitations that have expired by the database's clock, but have no expiry event yet; the oldest first. */
    async due(limit: number): Promise<readonly Found[]> {
      const query: RelationshipQuery = { 'state.status': 'invited', $expr: OVER };
      const sort = { 'state.invitation.expiresAt': 1 } as const;
      return (await relationships.find(query, { sort, limit }).toArray()).map(found);
    },
  };
}

const MOST_OPEN = 20;
const MOST_HANDED_OVER = 500;
const DAY_MS = 86_400_000;

const OLDEST_SENT = { 'state.invitation.sentAt': 1 } as const;

const OVER = { $lte: ['$state.invitation.expiresAt', '$$NOW'] };

const FILTERS: Record<ListFilter, RelationshipQuery> = {
  all: { 'state.invitation': { $exists: true } },
  open: { 'state.status': 'invited', $expr: { $not: [OVER] } },
  accepted: { 'state.invitation.status': 'accepted' },
  declined: { 'state.invitation.status': 'declined' },
  expired: {
    $or: [{ 'state.invitation.status': 'expired' }, { 'state.status': 'invited', $expr: OVER }],
  },
};

// The same rule as `readiness` in the relationship room.
const INCOMPLETE: RelationshipQuery = {
  $or: [
    { 'state.agreement': 'unknown' },
    { 'state.adminAccess': { $ne: 'granted' }, 'state.invitation.terms.scope': { $ne: 'azure' } },
  ],
};

const CUSTOMER_FILTERS: Record<CustomerFilter, RelationshipQuery> = {
  all: {},
  open: FILTERS.open,
  active: { 'state.status': 'active' },
  incomplete: { 'state.status': 'active', ...INCOMPLETE },
  // A relationship that became active in another way is not listed for its earlier invitation.
  declined: { 'state.status': { $ne: 'active' }, ...FILTERS.declined },
  expired: { 'state.status': { $ne: 'active' }, ...FILTERS.expired },
  ended: { 'state.status': 'ended' },
};

function unansweredFor(days: number): RelationshipQuery {
  const isOld = { $lte: ['$state.invitation.sentAt', { $subtract: ['$$NOW', days * DAY_MS] }] };
  return {
    'state.status': 'invited',
    'state.invitation.sentAt': { $exists: true },
    $expr: { $and: [{ $not: [OVER] }, isOld] },
  };
}

async function oldestSent(
  relationships: Mongo['relationships'],
  query: RelationshipQuery,
  limit: number,
): Promise<readonly Found[]> {
  return (await relationships.find(query, { sort: OLDEST_SENT, limit }).toArray()).map(found);
}

async function relationshipPage(
  relationships: Mongo['relationships'],
  query: RelationshipQuery,
  { skip, limit }: Slice,
): Promise<Page<Found>> {
  const sort = { updatedAt: -1, _id: 1 } as const;
  const [documents, total] = await Promise.all([
    relationships.find(query, { sort, skip, limit }).toArray(),
    relationships.countDocuments(query),
  ]);
  return { rows: documents.map(found), total };
}

// The creator of an invitation looks after it until it is handed over.
function ofOwner(objectId: string | undefined): RelationshipQuery {
  if (objectId === undefined) return {};
  return {
    $or: [
      { 'state.invitation.owner.objectId': objectId },
      { 'state.invitation.owner': { $exists: false }, 'state.invitation.createdBy.objectId': objectId },
    ],
  };
}

// The text is compared as it is, and never read as a pattern.
function matching(text: string | undefined): RelationshipQuery {
  if (text === undefined || text === '') return {};
  const contains = (field: string) => ({
    $gte: [{ $indexOfCP: [{ $toLower: field }, { $toLower: { $literal: text } }] }, 0],
  });
  return { $expr: { $or: [contains('$state.customer.name'), contains('$state.customer.domain')] } };
}

/** The relationship in a stored document; throws when the document has a shape that this program cannot read. */
export function found(document: RelationshipDocument): Found {
  const { _id, partnerId, state, version } = checkShape(document);
  return { relationshipId: _id, partnerId, state, version };
}
