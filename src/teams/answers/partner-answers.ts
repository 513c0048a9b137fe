import type { Incomplete, Request } from '../../grammar/requests.ts';
import type { Caller } from '../caller.ts';
import { formCard } from '../cards/form-card.ts';
import { helpCard } from '../cards/help-card.ts';
import { alerts } from './alerts.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { check } from './check.ts';
import { CUSTOMER_ANSWERS } from './customers.ts';
import { INVITATION_ANSWERS } from './invitations.ts';
import { language, role } from './people.ts';
import { askSetup, setUp } from './setup.ts';
import { notice } from './small-talk.ts';
import { askTemplate, template } from './template.ts';

// Undefined: the dispatcher posts the answer, so that it comes even if this process dies now.
type AnswerTo<Type extends Request['type']> = (
  request: Extract<Request, { type: Type }>,
  caller: Caller,
  parts: AnswerParts,
) => Promise<Answer | undefined>;

// The answer to each request of one of the partner's people; a request that is forgotten does not compile.
const ANSWERS: { readonly [Type in Request['type']]: AnswerTo<Type> } = {
  ...INVITATION_ANSWERS,
  ...CUSTOMER_ANSWERS,
  help: async ({ topic }, { reader }) => ({ card: helpCard('partner', reader, topic) }),
  setup: ({ ask }, caller, parts) => setUp(ask, caller, parts),
  template,
  alerts,
  role,
  language,
  check,
  invitations: async (_, caller) => notice(caller, 'customer-only'),
};

/** The answer to one of the partner's people; a Refusal that it throws has changed nothing. */
export async function answerPartner(
  request: Request,
  caller: Caller,
  parts: AnswerParts,
): Promise<readonly Answer[]> {
  // The table pairs every request with its own type, which the compiler cannot follow through a lookup.
  const answerTo = ANSWERS[request.type] as AnswerTo<Request['type']>;
  const answer = await answerTo(request, caller, parts);
  return answer ? [answer] : [];
}

/** Asks one of the partner's people for what a command lacks. */
export async function askPartner(
  incomplete: Incomplete,
  caller: Caller,
  parts: AnswerParts,
): Promise<Answer> {
  if (incomplete.command === 'template') return askTemplate(incomplete, caller, parts);
  if (incomplete.command === 'setup') return askSetup(incomplete, caller, parts);
  return { card: formCard(incomplete, caller.reader) };
}
