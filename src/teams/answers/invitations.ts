import type { Request } from '../../grammar/requests.ts';
import { requireSeller } from '../../relationship/rules/guards.ts';
import { agentAndPartner, type Caller } from '../caller.ts';
import { revokeCard } from '../cards/revoke-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { living, originOf, selling } from './lookups.ts';
import { shareByMail } from './mail.ts';

type Ask<Type extends Request['type']> = Extract<Request, { type: Type }>;

/** Asks a customer. The card with the link is the dispatcher's, so that it comes even if this process dies now. */
export async function invite({ ask }: Ask<'invite'>, caller: Caller, { service }: AnswerParts) {
  const { agent, partner } = agentAndPartner(caller.who);
  requireSeller(agent);
  await service.invite(agent, ask, { partner, origin: originOf(caller) });
  return [];
}

/** Posts the customer's card in this chat; that too is the dispatcher's. */
export async function share(ask: Ask<'share'>, caller: Caller, parts: AnswerParts) {
  if (ask.way === 'mail') return shareByMail(ask, caller, parts);
  const { id } = ask;
  const { agent, relationshipId } = await selling(id, caller, parts);
  const command = { type: 'share', by: agent, invitationId: id, way: 'chat' } as const;
  await parts.service.execute(command, relationshipId, originOf(caller));
  return [];
}

/** A new link on the same terms. */
export async function reissue({ id }: Ask<'reissue'>, caller: Caller, parts: AnswerParts) {
  const { agent, partner, relationshipId } = await selling(id, caller, parts);
  await parts.service.reissue(agent, id, { relationshipId, partner, origin: originOf(caller) });
  return [];
}

/** Asks the customer again, and gives the agent the text for a mail; both are posted by the dispatcher. */
export async function remind({ id }: Ask<'remind'>, caller: Caller, parts: AnswerParts) {
  const { agent, relationshipId } = await selling(id, caller, parts);
  const command = { type: 'remind', by: agent, invitationId: id } as const;
  await parts.service.execute(command, relationshipId, originOf(caller));
  return [];
}

/** More days to answer. */
export async function extend(
  { id, days }: Ask<'extend'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const { agent, ...found } = await selling(id, caller, parts);
  const command = { type: 'extend', by: agent, invitationId: id, days } as const;
  const { state } = await parts.service.execute(command, found.relationshipId, originOf(caller));
  return living({ ...found, state }, caller, parts);
}

/** Asks once before withdrawing. */
export async function askRevoke(
  { id, reason }: Ask<'revoke'>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const { relationshipId, state } = await selling(id, caller, parts);
  const about = { relationshipId, invitationId: id, customer: state.customer.name };
  return { card: revokeCard(about, reason, caller.reader) };
}
