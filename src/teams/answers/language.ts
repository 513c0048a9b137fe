import type { Request } from '../../grammar/requests.ts';
import type { Caller } from '../caller.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { notice } from './small-talk.ts';

/** Answers this person in this language from now on, whatever their client says. */
export async function language(
  { language: chosen }: Extract<Request, { type: 'language' }>,
  caller: Caller,
  { people }: AnswerParts,
): Promise<Answer> {
  const { from, home } = caller;
  if (home !== undefined && from.aadObjectId !== undefined)
    await people.speak(home, from.aadObjectId, chosen);
  const { timeZone } = caller.reader;
  return notice({ ...caller, reader: { language: chosen, timeZone } }, 'language');
}
