import type { Partner } from '../relationship/partner.ts';
import { Refusal } from '../relationship/refusal.ts';
import { customerDomain } from '../relationship/values/customer-domain.ts';
import { spokenId } from '../relationship/values/invitation-id.ts';
import type { Found } from '../store/documents.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';

/** Names a relationship: as a person wrote it, or by the id on a card. `what`: the name that a refusal uses for it. */
export type Target =
  | { readonly written: string }
  | { readonly relationshipId: string; readonly what?: string };

const MOST_CHOICES = 5;

/** Finds the relationships that people mean. Another partner's relationship is treated like one that does not exist. */
export function createTargets(queries: RelationshipQueries) {
  return {
    /**
     * The relationship that an id, a domain or a name means; a Refusal when there is none. A name that several
     * customers have is a Refusal that lists at most five of them.
     */
    find: (target: Target, partner: Partner): Promise<Found> => find(target, partner, queries),

    /** The same, but undefined where `find` refuses. */
    async findIfAny(target: Target, partner: Partner): Promise<Found | undefined> {
      try {
        return await find(target, partner, queries);
      } catch (error) {
        if (error instanceof Refusal) return undefined;
        throw error;
      }
    },
  };
}

/** Finds the relationships that people mean. */
export type Targets = ReturnType<typeof createTargets>;

async function find(target: Target, partner: Partner, queries: RelationshipQueries): Promise<Found> {
  const found = await exactly(target, partner, queries);
  if (found) return found;
  if ('written' in target) return byName(target.written, partner, queries);
  throw new Refusal({ code: 'not-found', what: target.what ?? '' });
}

// By its own id, an invitation's id or a domain.
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
