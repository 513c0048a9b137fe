import { hasInvitation, isAboutInvitation } from '../../relationship/relationship.ts';
import type { Requested } from '../../service/answering.ts';
import type { Found } from '../../store/documents.ts';
import { agentCaller, type Caller } from '../caller.ts';
import { customerCard } from '../cards/customer-card.ts';
import { invitationCard } from '../cards/invitation-card.ts';
import { requestCard } from '../cards/request-card.ts';
import type { Answer, AnswerParts } from './answer.ts';

const MOST_RECENT = 5;

/** The partner's living card of a relationship: of its invitation while that tells how things stand, else of the customer. */
export async function living(found: Found, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { relationshipId, state: relationship } = found;
  if (!isAboutInvitation(relationship)) return customerLiving(found, caller, parts);
  const { partner } = agentCaller(caller);
  const { reader } = caller;
  const card = invitationCard({ relationshipId, relationship, partner, reader, now: parts.now() });
  const invitationId = relationship.invitation.id;
  return { card, living: { relationshipId, invitationId, audience: 'partner' } };
}

/** The partner's living card of a customer as a whole. */
export async function customerLiving(found: Found, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { relationshipId, state: relationship } = found;
  const { partner } = agentCaller(caller);
  const { reader } = caller;
  const recent = await parts.service.reading.recent(found, MOST_RECENT);
  const card = customerCard({ relationshipId, relationship, partner, reader, now: parts.now(), recent });
  return { card, living: { relationshipId, invitationId: null, audience: 'partner' } };
}

/** The customer's living card of a request. */
export function requestLiving(requested: Requested, { reader }: Caller, { now }: AnswerParts): Answer {
  const { relationshipId, state: relationship, partner } = requested;
  if (!hasInvitation(relationship)) throw new Error('Nothing was ever asked of this customer');
  const card = requestCard({ relationshipId, relationship, partner, reader, now: now() });
  return { card, living: { relationshipId, invitationId: relationship.invitation.id, audience: 'customer' } };
}
