import { z } from 'zod';
import { grammarOf, isCommandName } from '../../grammar/commands/table.ts';
import { NONE } from '../../grammar/values.ts';
import { cleanText } from '../../relationship/values/clean-text.ts';

// What comes back from our own cards. Anybody can send anything here: ids are looked up, never believed.

const about = { relationshipId: z.uuid(), invitationId: z.string().regex(/^R-[0-9A-Z]{3,8}$/) };
const customer = { relationshipId: z.uuid() };
const checked = z.enum(['true', 'false']).default('false');
const checklist = { reservations: checked, subscriptions: checked, notice: checked };
const remark = z.string().default('').transform(cleanText);
const reason = z.string().transform(cleanText).optional();

const schema = z.discriminatedUnion('verb', [
  z.looseObject({ verb: z.literal('submit'), command: z.string().refine(isCommandName) }),
  z.looseObject({ verb: z.literal('dialog'), command: z.string().refine(isCommandName) }),
  z.object({ verb: z.literal('run'), text: z.string().max(200) }),
  z.object({ verb: z.literal('show'), ...about }),
  z.object({ verb: z.literal('refresh'), ...about }),
  z.object({ verb: z.literal('share'), ...about, way: z.enum(['message', 'chat']) }),
  z.object({ verb: z.literal('send-mail'), ...about, letter: z.string().default('') }),
  z.object({ verb: z.literal('ask-revoke'), ...about }),
  z.object({ verb: z.literal('reissue'), ...about }),
  z.object({ verb: z.literal('revoke'), ...about, reason }),
  z.object({ verb: z.literal('show-customer'), ...customer }),
  z.object({ verb: z.literal('refresh-customer'), ...customer }),
  z.object({ verb: z.literal('ask-end'), ...customer }),
  z.object({
    verb: z.literal('end'),
    ...customer,
    ...checklist,
    confirmation: z.string().max(300).default(''),
  }),
  z.object({ verb: z.literal('accept'), ...about }),
  z.object({ verb: z.literal('decline'), ...about, reason }),
  z.object({ verb: z.literal('ask'), ...about, question: remark }),
  z.object({ verb: z.literal('reply'), ...about, reply: remark }),
]);

/** A press of one of our buttons. */
export type Press = z.infer<typeof schema>;

const CUSTOMER_VERBS = ['show-customer', 'refresh-customer', 'ask-end', 'end'] as const;

/** A press of a button that is about a customer as a whole. */
export type CustomerPress = Extract<Press, { verb: (typeof CUSTOMER_VERBS)[number] }>;

/** A press of a button that is about one invitation. */
export type InvitationPress = Exclude<Press, CustomerPress | { verb: 'submit' | 'dialog' | 'run' }>;

const ANSWER_VERBS = ['accept', 'decline', 'ask'] as const;

/** A press with which one of the customer's people answers, wherever the card stands. */
export type AnswerPress = Extract<Press, { verb: (typeof ANSWER_VERBS)[number] }>;

/** A press of a button of the partner's card of an invitation. */
export type PartnerPress = Exclude<InvitationPress, AnswerPress>;

/** Whether a press answers for the customer. */
export function isAnswerPress(press: InvitationPress): press is AnswerPress {
  return ANSWER_VERBS.some((verb) => verb === press.verb);
}

/** Whether a press is about a customer as a whole. */
export function isCustomerPress(press: Press): press is CustomerPress {
  return CUSTOMER_VERBS.some((verb) => verb === press.verb);
}

/** The press in a card's data, or undefined when it is not one of our cards'. */
export function readPress(
  verb: string | undefined,
  data: Readonly<Record<string, unknown>>,
): Press | undefined {
  return schema.safeParse({ ...data, ...(verb === undefined ? {} : { verb }) }).data;
}

/** A form that somebody sends, or that is to be opened with what is known of it. */
export type FormPress<Verb extends 'submit' | 'dialog'> = Extract<Press, { verb: Verb }>;

/** What stands in a form so far, as the arguments of a command. */
export function inputsOf(press: FormPress<'submit' | 'dialog'>): Record<string, string> {
  const { verb: _, command: __, ...inputs } = press;
  const written = Object.entries(inputs).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return Object.fromEntries(written.map(([key, value]) => [key, String(value).trim()]));
}

/** What was filled into a form, as the arguments of a command; what can be taken away and was left empty, is. */
export function formArguments(press: FormPress<'submit'>): Record<string, string> {
  const written = inputsOf(press);
  // Some clients leave an empty input out, some send it without text.
  const emptied = Object.entries(grammarOf(press.command).arguments)
    .filter(([name, { isRemovable }]) => isRemovable && !written[name])
    .map(([name]) => [name, NONE]);
  return { ...written, ...Object.fromEntries(emptied) };
}
