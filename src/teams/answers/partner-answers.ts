import type { Incomplete, Request } from '../../grammar/requests.ts';
import type { Asked } from '../caller.ts';
import { formCard } from '../cards/form-card.ts';
import { helpCard } from '../cards/help-card.ts';
import type { AnswerParts, Reply } from './answer.ts';
import { check } from './check.ts';
import { add, askEnd, customer, customers, history, list, record } from './customers.ts';
import { handover } from './handover.ts';
import { askRevoke, extend, invite, reissue, remind, share } from './invitations.ts';
import { language } from './language.ts';
import { living, reading, selling } from './lookups.ts';
import { alerts } from './partner-settings.ts';
import { reply } from './replies.ts';
import { report } from './report.ts';
import { role } from './roles.ts';
import { askSetup, setUp } from './setup.ts';
import { notice } from './small-talk.ts';
import { askTemplate, template } from './template.ts';

/** The answer to one of the partner's people; a Refusal that it throws has changed nothing. */
export async function answerPartner(
  request: Request,
  asked: Asked,
  parts: AnswerParts,
): Promise<readonly Reply[]> {
  switch (request.type) {
    case 'invite':
      return invite(request, asked, parts);
    case 'share':
      return share(request, asked, parts);
    case 'reissue':
      return reissue(request, asked, parts);
    case 'remind':
      return remind(request, asked, parts);
    case 'reply':
      await reply(request, { asked, found: await selling(request.id, asked, parts) }, parts);
      return [];
    default:
      return [await answer(request, asked, parts)];
  }
}

/** Asks one of the partner's people for what a command lacks. */
export function askPartner(incomplete: Incomplete, asked: Asked): Reply {
  if (incomplete.command === 'template') return askTemplate(incomplete, asked);
  if (incomplete.command === 'setup') return askSetup(incomplete, asked);
  return { card: formCard(incomplete, asked.reader) };
}

type Posted = 'invite' | 'share' | 'reissue' | 'remind' | 'reply';
type OfCustomers =
  | 'add'
  | 'customer'
  | 'agreement'
  | 'access'
  | 'end'
  | 'history'
  | 'list'
  | 'customers'
  | 'report';
type Answered = Exclude<Request, { type: Posted }>;

async function answer(request: Answered, asked: Asked, parts: AnswerParts): Promise<Reply> {
  switch (request.type) {
    case 'help':
      return { card: helpCard('partner', asked.reader, request.topic) };
    case 'setup':
      return setUp(request.ask, asked, parts);
    case 'template':
      return template(request, asked, parts);
    case 'check':
      return check(request, asked, parts);
    case 'status':
      return living(await reading(request.target, asked, parts), asked, parts);
    case 'extend':
      return extend(request, asked, parts);
    case 'revoke':
      return askRevoke(request, asked, parts);
    case 'handover':
      return handover(request, asked, parts);
    case 'alerts':
      return alerts(request, asked, parts);
    case 'role':
      return role(request, asked, parts);
    case 'language':
      return language(request, asked, parts);
    case 'invitations':
      return notice(asked, 'customer-only');
    default:
      return ofCustomers(request, asked, parts);
  }
}

async function ofCustomers(
  request: Extract<Request, { type: OfCustomers }>,
  asked: Asked,
  parts: AnswerParts,
): Promise<Reply> {
  switch (request.type) {
    case 'add':
      return add(request, asked, parts);
    case 'customer':
      return customer(request, asked, parts);
    case 'agreement':
    case 'access':
      return record(request, asked, parts);
    case 'end':
      return askEnd(request, asked, parts);
    case 'history':
      return history(request, asked, parts);
    case 'list':
      return list(request, asked, parts);
    case 'customers':
      return customers(request, asked, parts);
    case 'report':
      return report(request, asked, parts);
  }
}
