import type { RequestOf } from '../../grammar/requests.ts';
import type { Role } from '../../relationship/partner.ts';
import { type Reader, say } from '../../words/words.ts';
import type { Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { agentCaller } from '../service-caller.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { colleague, plainPersonName } from './colleague.ts';
import { notice } from './small-talk.ts';

/**
 * Gives a role to a colleague, or takes it away with `none`. The command names the colleague by a mention or a roster
 * id.
 */
export async function role(
  { person, role: given }: RequestOf<'role'>,
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

/** Confirms that a person has this role from now on, or that they have none any more. */
export function roleCard(name: string, given: Role, reader: Reader): Card {
  const { language } = reader;
  const values = { name, role: say(language, `role.${given}`) };
  const text = given === 'none' ? say(language, 'role.taken', values) : say(language, 'role.given', values);
  return noticeCard({ title: say(language, 'role.title'), text, tone: 'good' }, reader);
}

/**
 * Stores the language in which the bot answers this person from now on, also when their client uses another. For a
 * person whose tenant or object id Teams does not name, only this answer is in that language.
 */
export async function language(
  { language: chosen }: RequestOf<'language'>,
  caller: Caller,
  { service }: AnswerParts,
): Promise<Answer> {
  const { from, home } = caller;
  if (home !== undefined && from.aadObjectId !== undefined)
    await service.people.speak(home, from.aadObjectId, chosen);
  const { timeZone } = caller.reader;
  return notice({ ...caller, reader: { language: chosen, timeZone } }, 'language');
}
