import { hasInvitation } from '../../relationship/relationship.ts';
import type { Found } from '../../store/relationships.ts';
import { replyCard } from '../cards/reply-card.ts';
import { type Asked, agentAndPartner } from '../who.ts';
import { originOf } from './lookups.ts';
import type { AnswerParts, Reply } from './reply.ts';

/** A reply to what one of the customer's people asked about this invitation. */
export async function reply(
  { id, text }: { readonly id: string; readonly text: string },
  { asked, found }: { readonly asked: Asked; readonly found: Found },
  { service }: AnswerParts,
): Promise<Reply> {
  const { agent } = agentAndPartner(asked.who);
  const command = { type: 'reply', by: agent, invitationId: id, text } as const;
  const { relationshipId } = found;
  const { state } = await service.execute(command, relationshipId, originOf(asked));
  if (!hasInvitation(state)) throw new Error('A reply without an invitation');
  return { card: replyCard({ relationshipId, relationship: state, text }, asked.reader) };
}
