import type { Partner } from '../../relationship/partner.ts';
import type { Agent } from '../../relationship/people.ts';
import { Refusal } from '../../relationship/refusal.ts';
import { isAboutInvitation } from '../../relationship/relationship.ts';
import { requireReader, requireSeller } from '../../relationship/rules/guards.ts';
import { customerDomain } from '../../relationship/values/customer-domain.ts';
import { spokenId } from '../../relationship/values/invitation-id.ts';
import type { Found } from '../../store/relationships/change.ts';
import { agentAndPartner, type Caller } from '../caller.ts';
import { customerCard } from '../cards/customer-card.ts';
import { invitationCard } from '../cards/invitation-card.ts';
import type { Answer, AnswerParts } from './answer.ts';

const MOST_CHOICES = 5;
const MOST_RECENT = 5;

/** The partner's living card of a relationship: of its invitation while that tells how things stand, else of the customer. */
export async function living(found: Found, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { relationshipId, state: relationship } = found;
  if (!isAboutInvitation(relationship)) return customerLiving(found, caller, parts);
  const { partner } = agentAndPartner(caller.who);
  const card = invitationCard({
    relationshipId,
    relationship,
    partner,
    reader: caller.reader,
    now: parts.now(),
  });
  const invitationId = relationship.invitation.id;
  return { card, living: { relationshipId, invitationId, audience: 'partner' } };
}

/** The partner's living card of a customer as a whole. */
export async function customerLiving(found: Found, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { relationshipId, state: relationship } = found;
  const { partner } = agentAndPartner(caller.who);
  const recent = await parts.history.recent(partner.id, relationshipId, MOST_RECENT);
  const shown = { relationshipId, relationship, partner, reader: caller.reader, now: parts.now() };
  const card = customerCard({ ...shown, recent });
  return { card, living: { relationshipId, invitationId: null, audience: 'partner' } };
}

/**
 * The relationship that an id, a domain or a name means, if it is this partner's; another's is like none. A name that
 * several customers bear is a Refusal with the choice.
 */
export async function ownRelationship(what: string, partner: Partner, parts: AnswerParts): Promise<Found> {
  return (await exactly(what, partner, parts.queries)) ?? byName(what, partner, parts);
}

/** The partner's relationship that an id or a domain means; undefined for anything else. */
export async function exactly(
  what: string,
  partner: Partner,
  queries: AnswerParts['queries'],
): Promise<Found | undefined> {
  const id = spokenId(what);
  if (id) return queries.byInvitation(partner.id, id);
  const domain = customerDomain(what);
  return domain && queries.byDomain(partner.id, domain);
}

async function byName(what: string, partner: Partner, { queries }: AnswerParts): Promise<Found> {
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

/** The partner of somebody who may look. */
export function readingPartner({ who }: Caller): Partner {
  const { agent, partner } = agentAndPartner(who);
  requireReader(agent);
  return partner;
}

/** What somebody who may look means. */
export async function reading(what: string, caller: Caller, parts: AnswerParts): Promise<Found> {
  return ownRelationship(what, readingPartner(caller), parts);
}

/** Who sells, and what they mean: the role first, so that nobody learns on the way what there is. */
export async function selling(what: string, caller: Caller, parts: AnswerParts) {
  const { agent, partner } = agentAndPartner(caller.who);
  requireSeller(agent);
  return { agent, partner, ...(await ownRelationship(what, partner, parts)) };
}

/** What a change to the partner itself records about who asked for it. */
export function changedBy(by: Agent, caller: Pick<Caller, 'cause'>) {
  return { by, ...causeOf(caller) };
}

/** What asked for it, as far as Teams named it. */
export function causeOf({ cause }: Pick<Caller, 'cause'>): { cause?: string } {
  return cause === undefined ? {} : { cause };
}

/** What an event records about where it was asked for. */
export function originOf(caller: Caller) {
  return { conversationId: caller.conversation.id, ...causeOf(caller) };
}
