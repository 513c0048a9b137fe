import type { Request } from '../../grammar/requests.ts';
import { type Reader, say } from '../../words/words.ts';
import { type Caller, customerPerson } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { helpCard } from '../cards/help-card.ts';
import { noticeCard } from '../cards/notice-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { requestLiving } from './living.ts';
import { language } from './people.ts';
import { notice } from './small-talk.ts';

/** The answer to one of a customer's people. */
export async function answerCustomer(
  request: Request,
  caller: Caller,
  parts: AnswerParts,
): Promise<readonly Answer[]> {
  switch (request.type) {
    case 'help':
      return [{ card: helpCard('customer', caller.reader, request.topic) }];
    case 'language':
      return [await language(request, caller, parts)];
    case 'invitations':
      return invitations(caller, parts);
    default:
      return [notice(caller, 'partner-only')];
  }
}

async function invitations(caller: Caller, parts: AnswerParts): Promise<readonly Answer[]> {
  const open = await parts.service.answering.openRequests(await customerPerson(caller));
  if (open.length > 0) return open.map((requested) => requestLiving(requested, caller, parts));
  return [{ card: noInvitations(caller.reader) }];
}

/** Says that no request waits for an answer of this organisation. */
export function noInvitations(reader: Reader): Card {
  const title = say(reader.language, 'invitations.none');
  const text = say(reader.language, 'invitations.none-text');
  return noticeCard({ title, text, tone: 'default' }, reader);
}
