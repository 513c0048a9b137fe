import type { Request } from '../../grammar/requests.ts';
import type { Role } from '../../relationship/partner.ts';
import { type Reader, say } from '../../words/words.ts';
import { agentCaller, type Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { colleague, plainPersonName } from './colleague.ts';
import { notice } from './small-talk.ts';

/** Gives or takes a role of one of the partner's own people, who is mentioned in the message. */
export async function role(
  { person, role: given }: Extract<Request, { type: 'role' }>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  const findColleague = () => colleague(person, caller, parts);
  const done = await parts.service.people.giveRole(agentCaller(caller), { role: given, findColleague });
  switch (done.outcome) {
    case 'unnamed':
      return notice(caller, 'role-mention');
    case 'foreign':
      return notice(caller, 'role-foreign', { name: plainPersonName(person) });
    case 'given':
      return { card: roleCard(done.to.name, given, caller.reader) };
  }
}

/** Says who has which role now. */
export function roleCard(name: string, given: Role, reader: Reader): Card {
  const { language } = reader;
  const values = { name, role: say(language, `role.${given}`) };
  const text = given === 'none' ? say(language, 'role.taken', values) : say(language, 'role.given', values);
  return noticeCard({ title: say(language, 'role.title'), text, tone: 'good' }, reader);
}

/** Answers this person in this language from now on, whatever their client says. */
export async function language(
  { language: chosen }: Extract<Request, { type: 'language' }>,
  caller: Caller,
  { service }: AnswerParts,
): Promise<Answer> {
  const { from, home } = caller;
  if (home !== undefined && from.aadObjectId !== undefined)
    await service.people.speak(home, from.aadObjectId, chosen);
  const { timeZone } = caller.reader;
  return notice({ ...caller, reader: { language: chosen, timeZone } }, 'language');
}
