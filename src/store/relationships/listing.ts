import { readinessOf } from '../../relationship/readiness.ts';
import { ownerOf, type Relationship } from '../../relationship/relationship.ts';
import type { RelationshipDocument } from '../documents.ts';
import { foldedName, searchTerms } from './search-terms.ts';

/** The invitations that `list` can show. */
export type ListFilter = 'all' | 'open' | 'accepted' | 'declined' | 'expired';

/** The customers that the tab can show; `incomplete`: active, but not ready to purchase or to manage. */
export type CustomerFilter = 'all' | 'open' | 'active' | 'incomplete' | 'declined' | 'expired' | 'ended';

/** The fields of a stored relationship that follow from the others, and by which it is listed and found. */
export type Listing = Pick<RelationshipDocument, 'tags' | 'search' | 'openOwner'>;

/**
 * The document with all by which it is listed and found. An invitation counts as open until its expiry is recorded: a
 * question that depends on the clock asks for the rest.
 */
export function listed<Stored extends Pick<RelationshipDocument, 'state' | 'links'>>(
  document: Stored,
): Stored & Listing {
  const { state, links } = document;
  const { customer, invitation } = state;
  const invitationIds = links.map(({ invitationId }) => invitationId);
  const terms = searchTerms({ customer, contact: invitation?.terms.contact, invitationIds });
  const search = customerFilters(state).flatMap((filter) => terms.map((term) => searchKey(filter, term)));
  return {
    ...document,
    tags: tagsOf(state),
    search: [...search, nameKey(customer.name)],
    ...openOwnerOf(state),
  };
}

/** The tag of the customers that a filter shows. */
export function customerTag(filter: CustomerFilter): string {
  return filter === 'open' ? invitationTag('open') : `customer:${filter}`;
}

/** The tag of the invitations that a filter shows; `by`: only those that this person looks after. */
export function invitationTag(filter: ListFilter, by?: string): string {
  return by === undefined ? `invitation:${filter}` : `invitation:${filter}@${by}`;
}

/** The key under which a search term stands among the customers that a filter shows. */
export function searchKey(filter: CustomerFilter, term: string): string {
  return `${filter}:${term}`;
}

/** The key of the customers with exactly this name, case and accents aside. */
export function nameKey(name: string): string {
  return `name:${foldedName(name)}`;
}

function tagsOf(state: Relationship): string[] {
  const owner = state.invitation && ownerOf(state.invitation).objectId;
  const tags = [
    ...customerFilters(state).map(customerTag),
    ...invitationFilters(state).flatMap((filter) => [invitationTag(filter), invitationTag(filter, owner)]),
  ];
  return [...new Set(tags)];
}

function customerFilters(state: Relationship): CustomerFilter[] {
  const { status, invitation } = state;
  // A relationship that became active in another way is not listed for its earlier invitation.
  const ending = status === 'active' ? undefined : invitation?.status;
  return [
    'all',
    ...(status === 'invited' ? (['open'] as const) : []),
    ...(status === 'active' || status === 'ended' ? [status] : []),
    ...(status === 'active' && readinessOf(state).missing.length > 0 ? (['incomplete'] as const) : []),
    ...(ending === 'declined' || ending === 'expired' ? [ending] : []),
  ];
}

function invitationFilters({ invitation }: Relationship): ListFilter[] {
  switch (invitation?.status) {
    case undefined:
      return [];
    case 'draft':
    case 'sent':
    case 'viewed':
      return ['all', 'open'];
    case 'accepted':
    case 'declined':
    case 'expired':
      return ['all', invitation.status];
    default:
      return ['all'];
  }
}

function openOwnerOf(state: Relationship): Pick<Listing, 'openOwner'> {
  if (state.status !== 'invited') return {};
  const { objectId, name } = ownerOf(state.invitation);
  return { openOwner: { objectId, name } };
}
