import type { Request } from '../../grammar/requests.ts';
import type { Asked } from '../caller.ts';
import type { AnswerParts, Reply } from './answer.ts';
import { notice } from './small-talk.ts';

/** Answers this person in this language from now on, whatever their client says. */
export async function language(
  { language: chosen }: Extract<Request, { type: 'language' }>,
  asked: Asked,
  { people }: AnswerParts,
): Promise<Reply> {
  const { from, home } = asked;
  if (home !== undefined && from.aadObjectId !== undefined)
    await people.speak(home, from.aadObjectId, chosen);
  const { timeZone } = asked.reader;
  return notice({ ...asked, reader: { language: chosen, timeZone } }, 'language');
}
