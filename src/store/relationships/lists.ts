import type { Found } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { type CustomerFilter, customerTag, invitationTag, type ListFilter, nameKey } from './listing.ts';
import { found, type Page, type RelationshipQuery, type Slice, taggedPage } from './pages.ts';
import { searchFirst, searchPage } from './text-search.ts';

type CustomerQuery = { readonly text: string | undefined; readonly state?: CustomerFilter };

/** Reads the lists of a partner's relationships. */
export function createRelationshipLists({ relationships }: Pick<Mongo, 'relationships'>) {
  return {
    list(
      partnerId: string,
      { filter, by, ...slice }: { filter: ListFilter; by: string | undefined } & Slice,
    ): Promise<Page<Found>> {
      return taggedPage(
        relationships,
        { partnerId, tag: invitationTag(filter, by), rest: restOf(filter) },
        slice,
      );
    },

    /** The latest change first; what a text finds, by the term in which it is found. */
    customers(
      partnerId: string,
      { text = '', state = 'all', ...slice }: CustomerQuery & Slice,
    ): Promise<Page<Found>> {
      const rest = restOf(state);
      if (text.trim() === '')
        return taggedPage(relationships, { partnerId, tag: customerTag(state), rest }, slice);
      return searchPage(relationships, { partnerId, filter: state, text, rest }, slice);
    },

    /**
     * The customers with this name, otherwise those that the text finds; one more than `limit` when there are more.
     */
    async named(partnerId: string, text: string, limit: number): Promise<readonly Found[]> {
      const exact = { partnerId, search: nameKey(text) };
      const same = await relationships.find(exact, { sort: { _id: 1 }, limit: limit + 1 }).toArray();
      if (same.length > 0) return same.map(found);
      const search = { partnerId, filter: 'all', text, rest: {} } as const;
      return searchFirst(relationships, search, limit);
    },

    /** The open invitations that this person looks after, at most 500. */
    async ownedBy(partnerId: string, objectId: string): Promise<readonly Found[]> {
      const query = { partnerId, tags: invitationTag('open', objectId), ...NOT_OVER };
      return (await relationships.find(query, { limit: MOST_HANDED_OVER }).toArray()).map(found);
    },

    /** The people who look after open invitations, by name. */
    async owners(partnerId: string): Promise<readonly { objectId: string; name: string }[]> {
      // In this form the server reads one key for each person.
      const owners = relationships.aggregate<{ objectId: string; name: string }>([
        { $match: { partnerId, 'openOwner.objectId': { $gt: '' } } },
        { $sort: { 'openOwner.objectId': 1, 'openOwner.name': 1 } },
        { $group: { _id: '$openOwner.objectId', name: { $first: '$openOwner.name' } } },
        { $project: { _id: 0, objectId: '$_id', name: 1 } },
        { $sort: { name: 1, objectId: 1 } },
      ]);
      return owners.toArray();
    },
  };
}

/** Reads the invitations that wait for an answer. */
export function createWaitingLists({ relationships }: Pick<Mongo, 'relationships'>) {
  return {
    /** The open invitations of a customer from all partners, at most 20, the latest change first. */
    async openOf(customerTenantId: string): Promise<readonly Found[]> {
      const query = {
        'state.customer.tenantId': customerTenantId,
        'state.status': 'invited',
        ...NOT_OVER,
      } as const;
      const sort = { updatedAt: -1, _id: 1 } as const;
      return (await relationships.find(query, { sort, limit: MOST_OPEN }).toArray()).map(found);
    },

    /** The unanswered invitations that were sent at least `days` days ago, the oldest first. */
    async waiting(partnerId: string, days: number, limit: number): Promise<readonly Found[]> {
      const query = { partnerId, ...unansweredFor(days) };
      return (await relationships.find(query, { sort: OLDEST_SENT, limit }).toArray()).map(found);
    },
  };
}

const MOST_OPEN = 20;
const MOST_HANDED_OVER = 500;
const DAY_MS = 86_400_000;

const OLDEST_SENT = { 'state.invitation.sentAt': 1 } as const;

const NOT_OVER = { $expr: { $gt: ['$state.invitation.expiresAt', '$$NOW'] } };

// Expiry is recorded within about a second; until then an invitation is in no list of open or expired ones.
function restOf(filter: ListFilter | CustomerFilter): RelationshipQuery {
  return filter === 'open' ? NOT_OVER : {};
}

function unansweredFor(days: number): RelationshipQuery {
  const isOld = { $lte: ['$state.invitation.sentAt', { $subtract: ['$$NOW', days * DAY_MS] }] };
  return {
    'state.status': 'invited',
    'state.invitation.sentAt': { $type: 'date' },
    $expr: { $and: [NOT_OVER.$expr, isOld] },
  };
}
