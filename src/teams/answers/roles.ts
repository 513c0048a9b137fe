import { requireAdmin } from '../../relationship/guards.ts';
import { say } from '../../words/words.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { addressOf, type Member } from '../connector.ts';
import type { Request } from '../grammar/requests.ts';
import { type Asked, agentAndPartner } from '../who.ts';
import type { AnswerParts, Reply } from './reply.ts';
import { notice } from './small-talk.ts';

/** Gives or takes a role of one of the partner's own people, who is mentioned in the message. */
export async function role(
  { person, role: given }: Extract<Request, { type: 'role' }>,
  asked: Asked,
  { agents, connector }: AnswerParts,
): Promise<Reply> {
  const { agent, partner } = agentAndPartner(asked.who);
  requireAdmin(agent);
  const mentioned = asked.mentions.find(({ name }) => `@${name}` === person);
  if (!mentioned) return notice(asked, 'role-mention');
  const member = await connector.member(addressOf(asked.conversation), mentioned.id);
  if (!isOwn(member, partner.tenantIds)) return notice(asked, 'role-foreign', { name: member.name });
  const { name, objectId } = member;
  await agents.grant({ partnerId: partner.id, objectId, name, role: given, grantedBy: agent.objectId });
  return granted(name, given, asked);
}

// A guest or somebody of a shared channel's other organisation is not one of the partner's people.
function isOwn(member: Member, tenantIds: readonly string[]): member is Member & { objectId: string } {
  const isHome = member.tenantId !== undefined && tenantIds.includes(member.tenantId);
  return isHome && !member.isGuest && member.objectId !== undefined;
}

function granted(name: string, given: Extract<Request, { type: 'role' }>['role'], { reader }: Asked): Reply {
  const { language } = reader;
  const values = { name, role: say(language, `role.${given}`) };
  const text = given === 'none' ? say(language, 'role.taken', values) : say(language, 'role.given', values);
  return { card: noticeCard({ title: say(language, 'role.title'), text, tone: 'good' }, reader) };
}
