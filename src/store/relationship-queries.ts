import type { Filter } from 'mongodb';
import { checkShape } from './document-shape.ts';
import type { RelationshipDocument } from './documents.ts';
import type { Mongo } from './mongo.ts';
import type { Found } from './relationships.ts';

/** Which invitations `list` shows. */
export type ListFilter = 'all' | 'open' | 'accepted' | 'declined' | 'expired';

/** One page of a longer list. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly total: number };

type Query = Filter<RelationshipDocument>;
type Slice = { readonly skip: number; readonly limit: number };

/** Finds relationships; everything but a link and a customer's own invitations is scoped to one partner. */
export function createRelationshipQueries({ relationships }: Pick<Mongo, 'relationships'>) {
  const one = async (query: Query): Promise<Found | undefined> => {
    const document = await relationships.findOne(query);
    return document ? found(document) : undefined;
  };

  return {
    /** The relationship that a card names. */
    byId: (relationshipId: string) => one({ _id: relationshipId }),

    /** The relationship whose current or earlier invitation has this id. */
    byInvitation: (partnerId: string, invitationId: string) =>
      one({ partnerId, 'links.invitationId': invitationId }),

    byDomain: (partnerId: string, domain: string) => one({ partnerId, 'state.customer.domain': domain }),

    byTenant: (partnerId: string, tenantId: string) =>
      one({ partnerId, 'state.customer.tenantId': tenantId }),

    /** Whose link this is, and which of its invitations the link belongs to. */
    async byTokenHash(tokenHash: string): Promise<(Found & { invitationId: string }) | undefined> {
      const document = await relationships.findOne({ 'links.tokenHash': tokenHash });
      const link = document?.links.find((one) => one.tokenHash === tokenHash);
      return document && link ? { ...found(document), invitationId: link.invitationId } : undefined;
    },

    /** The open invitations of a customer, of every partner. */
    async openOf(customerTenantId: string): Promise<readonly Found[]> {
      const query = { 'state.customer.tenantId': customerTenantId, ...FILTERS.open };
      return (await page(relationships, query, { skip: 0, limit: MOST_OPEN })).rows;
    },

    list: (partnerId: string, ask: { filter: ListFilter; by: string | undefined } & Slice) =>
      page(relationships, { partnerId, ...FILTERS[ask.filter], ...createdBy(ask.by) }, ask),

    customers: (partnerId: string, ask: { text: string | undefined } & Slice) =>
      page(relationships, { partnerId, ...matching(ask.text) }, ask),

    /** Invitations whose time is over by the database's clock and of which nobody has said so yet. */
    async due(limit: number): Promise<readonly Found[]> {
      const query: Query = { 'state.status': 'invited', $expr: OVER };
      const sort = { 'state.invitation.expiresAt': 1 } as const;
      return (await relationships.find(query, { sort, limit }).toArray()).map(found);
    },
  };
}

/** Finds relationships. */
export type RelationshipQueries = ReturnType<typeof createRelationshipQueries>;

const MOST_OPEN = 20;

const OVER = { $lte: ['$state.invitation.expiresAt', '$$NOW'] };

const FILTERS: Record<ListFilter, Query> = {
  all: {},
  open: { 'state.status': 'invited', $expr: { $not: [OVER] } },
  accepted: { 'state.invitation.status': 'accepted' },
  declined: { 'state.invitation.status': 'declined' },
  expired: {
    $or: [{ 'state.invitation.status': 'expired' }, { 'state.status': 'invited', $expr: OVER }],
  },
};

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

function createdBy(objectId: string | undefined): Query {
  return objectId === undefined ? {} : { 'state.invitation.createdBy.objectId': objectId };
}

// The text is matched as it is, never read as a pattern.
function matching(text: string | undefined): Query {
  if (text === undefined || text === '') return {};
  const contains = (field: string) => ({
    $gte: [{ $indexOfCP: [{ $toLower: field }, { $toLower: { $literal: text } }] }, 0],
  });
  return { $expr: { $or: [contains('$state.customer.name'), contains('$state.customer.domain')] } };
}

function found(document: RelationshipDocument): Found {
  const { _id, partnerId, state } = checkShape(document);
  return { relationshipId: _id, partnerId, state };
}
