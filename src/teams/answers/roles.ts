import type { Request } from '../../grammar/requests.ts';
import { requireAdmin } from '../../relationship/rules/guards.ts';
import { type Reader, say } from '../../words/words.ts';
import { agentAndPartner, type Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { changedBy } from './lookups.ts';
import { colleague } from './people.ts';
import { notice } from './small-talk.ts';

type Role = Extract<Request, { type: 'role' }>;

/** Gives or takes a role of one of the partner's own people, who is mentioned in the message. */
export async function role(
  { person, role: given }: Role,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const { agent, partner } = agentAndPartner(caller.who);
  requireAdmin(agent);
  const whom = await colleague(person, caller, parts);
  if (whom === undefined) return notice(caller, 'role-mention');
  if (whom === 'foreign') return notice(caller, 'role-foreign', { name: person.replace(/^@/, '') });
  const { name, objectId } = whom;
  const grant = { partnerId: partner.id, objectId, name, role: given };
  await parts.agents.grant(grant, changedBy(agent, caller));
  return { card: roleCard(name, given, caller.reader) };
}

/** Says who has which role now. */
export function roleCard(name: string, given: Role['role'], reader: Reader): Card {
  const { language } = reader;
  const values = { name, role: say(language, `role.${given}`) };
  const text = given === 'none' ? say(language, 'role.taken', values) : say(language, 'role.given', values);
  return noticeCard({ title: say(language, 'role.title'), text, tone: 'good' }, reader);
}
