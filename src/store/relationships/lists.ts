import type { Filter } from 'mongodb';
import type { RelationshipDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import type { Found } from './change.ts';
import { checkShape } from './document-shape.ts';

/** Which invitations `list` shows. */
export type ListFilter = 'all' | 'open' | 'accepted' | 'declined' | 'expired';

/** Which customers the tab shows; `incomplete`: active, and something is missing to purchase or to manage. */
export type CustomerFilter = 'all' | 'open' | 'active' | 'incomplete' | 'declined' | 'expired' | 'ended';

/** One page of a longer list. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly total: number };

type Query = Filter<RelationshipDocument>;
type CustomerAsk = { readonly text: string | undefined; readonly state?: CustomerFilter };
/** Which part of a list. */
export type Slice = { readonly skip: number; readonly limit: number };

/** Lists a partner's relationships. */
export function createRelationshipLists({ relationships }: Pick<Mongo, 'relationships'>) {
  return {
    list: (partnerId: string, ask: { filter: ListFilter; by: string | undefined } & Slice) =>
      page(relationships, { partnerId, ...FILTERS[ask.filter], ...ofOwner(ask.by) }, ask),

    customers: (partnerId: string, { text, state = 'all', ...slice }: CustomerAsk & Slice) =>
      page(relationships, { partnerId, $and: [CUSTOMER_FILTERS[state], matching(text)] }, slice),

    /** Those whose name contains this text, by name; at most one more than `limit`. */
    async named(partnerId: string, text: string, limit: number): Promise<readonly Found[]> {
      const query = { partnerId, ...matching(text) };
      const sort = { 'state.customer.name': 1, 'state.customer.domain': 1 } as const;
      return (await relationships.find(query, { sort, limit: limit + 1 }).toArray()).map(found);
    },

    /** The open invitations that somebody looks after. */
    async ownedBy(partnerId: string, objectId: string): Promise<readonly Found[]> {
      const query = { partnerId, ...FILTERS.open, ...ofOwner(objectId) };
      return (await relationships.find(query, { limit: MOST_HANDED_OVER }).toArray()).map(found);
    },

    /** Who looks after open invitations. */
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

/** Lists what waits: for a customer, for a reminder, for its end. */
export function createWaitingLists({ relationships }: Pick<Mongo, 'relationships'>) {
  return {
    /** The open invitations of a customer, of every partner. */
    async openOf(customerTenantId: string): Promise<readonly Found[]> {
      const query = { 'state.customer.tenantId': customerTenantId, ...FILTERS.open };
      return (await page(relationships, query, { skip: 0, limit: MOST_OPEN })).rows;
    },

    /** Unanswered invitations that were sent at least so many days ago, the oldest first. */
    waiting: (partnerId: string, days: number, limit: number) =>
      some(relationships, { partnerId, ...unanswered(days) }, limit),

    /** Those of them that have not been called to mind since. */
    unreminded: (partnerId: string, days: number, limit: number) => {
      const quiet = { 'state.invitation.remindedDay': { $not: { $gte: days } } };
      return some(relationships, { partnerId, ...unanswered(days), ...quiet }, limit);
    },

    /** Invitations whose time is over by the database's clock and of which nobody has said so yet. */
    async due(limit: number): Promise<readonly Found[]> {
      const query: Query = { 'state.status': 'invited', $expr: OVER };
      const sort = { 'state.invitation.expiresAt': 1 } as const;
      return (await relationships.find(query, { sort, limit }).toArray()).map(found);
    },
  };
}

const MOST_OPEN = 20;
const MOST_HANDED_OVER = 500;
const DAY_MS = 86_400_000;

const OVER = { $lte: ['$state.invitation.expiresAt', '$$NOW'] };

const FILTERS: Record<ListFilter, Query> = {
  all: { 'state.invitation': { $exists: true } },
  open: { 'state.status': 'invited', $expr: { $not: [OVER] } },
  accepted: { 'state.invitation.status': 'accepted' },
  declined: { 'state.invitation.status': 'declined' },
  expired: {
    $or: [{ 'state.invitation.status': 'expired' }, { 'state.status': 'invited', $expr: OVER }],
  },
};

// As `readiness` works it out.
const INCOMPLETE: Query = {
  $or: [
    { 'state.agreement': 'unknown' },
    { 'state.adminAccess': { $ne: 'granted' }, 'state.invitation.terms.scope': { $ne: 'azure' } },
  ],
};

const CUSTOMER_FILTERS: Record<CustomerFilter, Query> = {
  all: {},
  open: FILTERS.open,
  active: { 'state.status': 'active' },
  incomplete: { 'state.status': 'active', ...INCOMPLETE },
  // What was declined or expired before the relationship came to be in another way is past.
  declined: { 'state.status': { $ne: 'active' }, ...FILTERS.declined },
  expired: { 'state.status': { $ne: 'active' }, ...FILTERS.expired },
  ended: { 'state.status': 'ended' },
};

function unanswered(days: number): Query {
  const isOld = { $lte: ['$state.invitation.sentAt', { $subtract: ['$$NOW', days * DAY_MS] }] };
  return {
    'state.status': 'invited',
    'state.invitation.sentAt': { $exists: true },
    $expr: { $and: [{ $not: [OVER] }, isOld] },
  };
}

async function some(
  relationships: Mongo['relationships'],
  query: Query,
  limit: number,
): Promise<readonly Found[]> {
  const sort = { 'state.invitation.sentAt': 1 } as const;
  return (await relationships.find(query, { sort, limit }).toArray()).map(found);
}

async function page(
  relationships: Mongo['relationships'],
  query: Query,
  { skip, limit }: Slice,
): Promise<Page<Found>> {
  const sort = { updatedAt: -1, _id: 1 } as const;
  const [documents, total] = await Promise.all([
    relationships.find(query, { sort, skip, limit }).toArray(),
    relationships.countDocuments(query),
  ]);
  return { rows: documents.map(found), total };
}

// Whoever created an invitation looks after it until it is given to somebody else.
function ofOwner(objectId: string | undefined): Query {
  if (objectId === undefined) return {};
  return {
    $or: [
      { 'state.invitation.owner.objectId': objectId },
      { 'state.invitation.owner': { $exists: false }, 'state.invitation.createdBy.objectId': objectId },
    ],
  };
}

// The text is matched as it is, never read as a pattern.
function matching(text: string | undefined): Query {
  if (text === undefined || text === '') return {};
  const contains = (field: string) => ({
    $gte: [{ $indexOfCP: [{ $toLower: field }, { $toLower: { $literal: text } }] }, 0],
  });
  return { $expr: { $or: [contains('$state.customer.name'), contains('$state.customer.domain')] } };
}

/** The relationship in a document whose shape is known. */
export function found(document: RelationshipDocument): Found {
  const { _id, partnerId, state } = checkShape(document);
  return { relationshipId: _id, partnerId, state };
}
