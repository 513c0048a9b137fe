import { requireSeller } from '../../relationship/rules/guards.ts';
import type { Found } from '../../store/relationships/change.ts';
import { agentAndPartner, type Caller } from '../caller.ts';
import type { AnswerParts } from './answer.ts';
import { originOf } from './lookups.ts';
import { replyTo } from './mail.ts';

/** A reply to what the customer's people asked about this invitation; its card is posted by the dispatcher. */
export async function reply(
  { id, text }: { readonly id: string; readonly text: string },
  { caller, found }: { readonly caller: Caller; readonly found: Found },
  parts: AnswerParts,
): Promise<void> {
  const { agent } = agentAndPartner(caller.who);
  requireSeller(agent);
  const mailed = parts.canMail ? { byMail: await replyTo(caller, parts) } : {};
  const command = { type: 'reply', by: agent, invitationId: id, text, ...mailed } as const;
  await parts.service.execute(command, found.relationshipId, originOf(caller));
}
