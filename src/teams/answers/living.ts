import { hasInvitation, isAboutInvitation } from '../../relationship/relationship.ts';
import type { Requested } from '../../service/answering.ts';
import type { Found } from '../../store/documents.ts';
import type { Caller } from '../caller.ts';
import { customerCard, MOST_RECENT } from '../cards/customer-card.ts';
import { invitationCard } from '../cards/invitation-card.ts';
import { requestCard } from '../cards/request-card.ts';
import { agentCaller } from '../service-caller.ts';
import type { Answer, AnswerParts } from './answer.ts';

/**
 * The partner's living card of a relationship: the card of the invitation while the state follows from it, otherwise
 * the card of the customer.
 */
export async function living(found: Found, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { relationshipId, partnerId, version, state: relationship } = found;
  if (!isAboutInvitation(relationship)) return customerLiving(found, caller, parts);
  const { partner } = agentCaller(caller);
  const { reader } = caller;
  const card = invitationCard({ relationshipId, relationship, partner, reader, now: parts.now() });
  const invitationId = relationship.invitation.id;
  return { card, living: { relationshipId, invitationId, audience: 'partner', partnerId, version } };
}

/** The partner's living card of a customer, with the newest five events. */
export async function customerLiving(found: Found, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { relationshipId, partnerId, version, state: relationship } = found;
  const { partner } = agentCaller(caller);
  const { reader } = caller;
  const recent = await parts.service.reading.recent(found, MOST_RECENT);
  const card = customerCard({ relationshipId, relationship, partner, reader, now: parts.now(), recent });
  const drawn = { partnerId, version };
  return { card, living: { relationshipId, invitationId: null, audience: 'partner', ...drawn } };
}

/** The customer's living card of a request; throws when the relationship has no invitation. */
export function requestLiving(requested: Requested, { reader }: Caller, { now }: AnswerParts): Answer {
  const { relationshipId, partnerId, version, state: relationship, partner } = requested;
  if (!hasInvitation(relationship)) throw new Error('Nothing was ever asked of this customer');
  const card = requestCard({ relationshipId, relationship, partner, reader, now: now() });
  const { id: invitationId } = relationship.invitation;
  return { card, living: { relationshipId, invitationId, audience: 'customer', partnerId, version } };
}
