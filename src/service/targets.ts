import type { Partner } from '../relationship/partner.ts';
import { Refusal } from '../relationship/refusal.ts';
import { customerDomain } from '../relationship/values/customer-domain.ts';
import { spokenId } from '../relationship/values/invitation-id.ts';
import type { Found } from '../store/documents.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';

/** Which relationship is meant: as a person wrote it, or as a card names it (`what`: what the refusal calls it). */
export type Target =
  | { readonly written: string }
  | { readonly relationshipId: string; readonly what?: string };

const MOST_CHOICES = 5;

/** Finds the relationships that people mean; another partner's is like one that does not exist. */
export function createTargets(queries: RelationshipQueries) {
  return {
    /** The partner's relationship by its own id, an invitation's id or a domain; undefined for anything else. */
    exactly: (target: Target, partner: Partner): Promise<Found | undefined> =>
      exactly(target, partner, queries),

    /**
     * The relationship that an id, a domain or a name means; a Refusal where there is none. A name that several
     * customers bear is a Refusal with the choice.
     */
    async find(target: Target, partner: Partner): Promise<Found> {
      const found = await exactly(target, partner, queries);
      if (found) return found;
      if ('written' in target) return byName(target.written, partner, queries);
      throw new Refusal({ code: 'not-found', what: target.what ?? '' });
    },
  };
}

/** Finds the relationships that people mean. */
export type Targets = ReturnType<typeof createTargets>;

async function exactly(
  target: Target,
  partner: Partner,
  queries: RelationshipQueries,
): Promise<Found | undefined> {
  if ('relationshipId' in target) {
    const found = await queries.byId(target.relationshipId);
    return found?.partnerId === partner.id ? found : undefined;
  }
  const id = spokenId(target.written);
  if (id) return queries.byInvitation(partner.id, id);
  const domain = customerDomain(target.written);
  return domain && queries.byDomain(partner.id, domain);
}

async function byName(what: string, partner: Partner, queries: RelationshipQueries): Promise<Found> {
  const named = await queries.named(partner.id, what, MOST_CHOICES);
  const same = named.filter(({ state }) => state.customer.name.toLowerCase() === what.toLowerCase());
  const [only, ...others] = same.length === 1 ? same : named;
  if (!only) throw new Refusal({ code: 'not-found', what });
  if (others.length === 0) return only;
  const candidates = named.slice(0, MOST_CHOICES).map(({ state }) => {
    return { name: state.customer.name, key: state.customer.domain };
  });
  throw new Refusal({ code: 'ambiguous', what, candidates });
}
