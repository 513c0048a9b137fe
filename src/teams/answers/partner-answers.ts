import type { Incomplete, Request } from '../../grammar/requests.ts';
import type { Caller } from '../caller.ts';
import { formCard } from '../cards/form-card.ts';
import { helpCard } from '../cards/help-card.ts';
import { alerts } from './alerts.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { check } from './check.ts';
import { CUSTOMER_ANSWERS } from './customers.ts';
import { doctor } from './doctor.ts';
import { INVITATION_ANSWERS } from './invitations.ts';
import { language, role } from './people.ts';
import { askSetup, setUp } from './setup.ts';
import { notice } from './small-talk.ts';
import { askTemplate, template } from './template.ts';

// Undefined: the dispatcher posts the answer, so that it arrives even if this process stops now.
type AnswerTo<Type extends Request['type']> = (
  request: Extract<Request, { type: Type }>,
  caller: Caller,
  parts: AnswerParts,
) => Promise<Answer | undefined>;

// How each request of the partner's people is answered; the compiler reports a request that is missing here.
const ANSWERS: { readonly [Type in Request['type']]: AnswerTo<Type> } = {
  ...INVITATION_ANSWERS,
  ...CUSTOMER_ANSWERS,
  help: async ({ topic }, { reader }) => ({ card: helpCard('partner', reader, topic) }),
  setup: ({ ask }, caller, parts) => setUp(ask, caller, parts),
  template,
  alerts,
  role,
  doctor,
  language,
  check,
  invitations: async (_, caller) => notice(caller, 'customer-only'),
};

/**
 * The answer to a request of one of the partner's people; empty where the dispatcher posts it. When it throws a
 * Refusal, nothing has changed.
 */
export async function answerPartner(
  request: Request,
  caller: Caller,
  parts: AnswerParts,
): Promise<readonly Answer[]> {
  // The table pairs every request with a function for its type; the compiler cannot see that in a look-up.
  const answerTo = ANSWERS[request.type] as AnswerTo<Request['type']>;
  const answer = await answerTo(request, caller, parts);
  return answer ? [answer] : [];
}

/** The form that asks one of the partner's people for the arguments that a command lacks or has wrong. */
export async function askPartner(
  incomplete: Incomplete,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  if (incomplete.command === 'template') return askTemplate(incomplete, caller, parts);
  if (incomplete.command === 'setup') return askSetup(incomplete, caller, parts);
  return { card: formCard(incomplete, caller.reader) };
}
