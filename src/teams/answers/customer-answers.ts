import type { Request } from '../../grammar/requests.ts';
import { hasInvitation } from '../../relationship/relationship.ts';
import type { Found } from '../../store/relationships/change.ts';
import { type Reader, say } from '../../words/words.ts';
import { type Caller, customerPerson } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { helpCard } from '../cards/help-card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { requestCard } from '../cards/request-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { language } from './language.ts';
import { notice } from './small-talk.ts';

/** The answer to one of a customer's people. */
export async function answerCustomer(
  request: Request,
  caller: Caller,
  parts: AnswerParts,
): Promise<readonly Answer[]> {
  if (request.type === 'help') return [{ card: helpCard('customer', caller.reader, request.topic) }];
  if (request.type === 'language') return [await language(request, caller, parts)];
  if (request.type === 'invitations') return invitations(caller, parts);
  return [notice(caller, 'partner-only')];
}

/** The customer's living card, as a reply. */
export async function requestLiving(found: Found, caller: Caller, parts: AnswerParts): Promise<Answer> {
  const { relationshipId, state } = found;
  if (!hasInvitation(state)) throw new Error('Nothing was ever caller of this customer');
  const partner = await parts.partners.find(found.partnerId);
  if (!partner) throw new Error(`No partner ${found.partnerId}`);
  const { reader } = caller;
  const card = requestCard({ relationshipId, relationship: state, partner, reader, now: parts.now() });
  return { card, living: { relationshipId, invitationId: state.invitation.id, audience: 'customer' } };
}

async function invitations(caller: Caller, parts: AnswerParts): Promise<readonly Answer[]> {
  const { reader } = caller;
  const { tenantId, isGuest } = await customerPerson(caller);
  const open = isGuest ? [] : await parts.queries.openOf(tenantId);
  // A draft is the partner's own business until it is sent.
  const sent = open.filter(({ state }) => state.invitation?.status !== 'draft');
  if (sent.length > 0) return Promise.all(sent.map((found) => requestLiving(found, caller, parts)));
  return [{ card: noInvitations(reader) }];
}

/** Nobody waits for an answer of this organisation. */
export function noInvitations(reader: Reader): Card {
  const title = say(reader.language, 'invitations.none');
  const text = say(reader.language, 'invitations.none-text');
  return noticeCard({ title, text, tone: 'default' }, reader);
}
