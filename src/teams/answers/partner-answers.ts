import type { Incomplete, Request } from '../../grammar/requests.ts';
import type { Caller } from '../caller.ts';
import { formCard } from '../cards/form-card.ts';
import { helpCard } from '../cards/help-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
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
  caller: Caller,
  parts: AnswerParts,
): Promise<readonly Answer[]> {
  switch (request.type) {
    case 'invite':
      return invite(request, caller, parts);
    case 'share':
      return share(request, caller, parts);
    case 'reissue':
      return reissue(request, caller, parts);
    case 'remind':
      return remind(request, caller, parts);
    case 'reply':
      await reply(request, { caller, found: await selling(request.id, caller, parts) }, parts);
      return [];
    default:
      return [await answer(request, caller, parts)];
  }
}

/** Asks one of the partner's people for what a command lacks. */
export function askPartner(incomplete: Incomplete, caller: Caller): Answer {
  if (incomplete.command === 'template') return askTemplate(incomplete, caller);
  if (incomplete.command === 'setup') return askSetup(incomplete, caller);
  return { card: formCard(incomplete, caller.reader) };
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

async function answer(request: Answered, caller: Caller, parts: AnswerParts): Promise<Answer> {
  switch (request.type) {
    case 'help':
      return { card: helpCard('partner', caller.reader, request.topic) };
    case 'setup':
      return setUp(request.ask, caller, parts);
    case 'template':
      return template(request, caller, parts);
    case 'check':
      return check(request, caller, parts);
    case 'status':
      return living(await reading(request.target, caller, parts), caller, parts);
    case 'extend':
      return extend(request, caller, parts);
    case 'revoke':
      return askRevoke(request, caller, parts);
    case 'handover':
      return handover(request, caller, parts);
    case 'alerts':
      return alerts(request, caller, parts);
    case 'role':
      return role(request, caller, parts);
    case 'language':
      return language(request, caller, parts);
    case 'invitations':
      return notice(caller, 'customer-only');
    default:
      return ofCustomers(request, caller, parts);
  }
}

async function ofCustomers(
  request: Extract<Request, { type: OfCustomers }>,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  switch (request.type) {
    case 'add':
      return add(request, caller, parts);
    case 'customer':
      return customer(request, caller, parts);
    case 'agreement':
    case 'access':
      return record(request, caller, parts);
    case 'end':
      return askEnd(request, caller, parts);
    case 'history':
      return history(request, caller, parts);
    case 'list':
      return list(request, caller, parts);
    case 'customers':
      return customers(request, caller, parts);
    case 'report':
      return report(request, caller, parts);
  }
}
