import { z } from 'zod';
import { grammarOf, isCommandName } from '../../grammar/commands/table.ts';
import { NONE } from '../../grammar/values.ts';
import type { AlertTopic } from '../../relationship/event.ts';
import { cleanText } from '../../relationship/values/clean-text.ts';

// What the bot's cards send back. A client can send any value here, so the program looks every id up in the store and
// checks the rights of the person.

const about = { relationshipId: z.uuid(), invitationId: z.string().regex(/^R-[0-9A-Z]{3,8}$/) };
const customer = { relationshipId: z.uuid() };
const checked = z.enum(['true', 'false']).default('false');
const checklist = { reservations: checked, subscriptions: checked, notice: checked };
const remark = z.string().default('').transform(cleanText);
const reason = z.string().transform(cleanText).optional();

// The longest has the ids of a conversation and a message in it.
const deliveryId = z.string().min(1).max(1200);

const topics = z
  .string()
  .max(100)
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(['accepted', 'declined', 'expired', 'viewed'] satisfies AlertTopic[])).min(1));

const schema = z.discriminatedUnion('verb', [
  z.looseObject({ verb: z.literal('submit'), command: z.string().refine(isCommandName) }),
  z.looseObject({ verb: z.literal('dialog'), command: z.string().refine(isCommandName) }),
  z.object({ verb: z.literal('run'), text: z.string().max(200) }),
  z.object({ verb: z.literal('subscribe'), host: z.guid(), topics }),
  z.object({ verb: z.literal('retry-delivery'), deliveryId }),
  z.object({ verb: z.literal('skip-delivery'), deliveryId }),
  z.object({ verb: z.literal('show'), ...about }),
  z.object({ verb: z.literal('refresh'), ...about }),
  z.object({ verb: z.literal('share'), ...about, way: z.enum(['message', 'chat']) }),
  z.object({ verb: z.literal('send-mail'), ...about, letter: z.string().default('') }),
  z.object({ verb: z.literal('ask-revoke'), ...about }),
  z.object({ verb: z.literal('reissue'), ...about }),
  z.object({ verb: z.literal('take-over'), ...about }),
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

/** A press of a button on a card of the bot. Its form is checked, its ids and the person's rights are not. */
export type Press = z.infer<typeof schema>;

const CUSTOMER_VERBS = ['show-customer', 'refresh-customer', 'ask-end', 'end'] as const;

/** A press of a button about a customer as a whole. */
export type CustomerPress = Extract<Press, { verb: (typeof CUSTOMER_VERBS)[number] }>;

/** A press with which an agent confirms alerts in a place of another organisation. */
export type SubscribePress = Extract<Press, { verb: 'subscribe' }>;

/** A press with which an Admin agent has a parked delivery tried again, or gives it up. */
export type DeliveryPress = Extract<Press, { verb: 'retry-delivery' | 'skip-delivery' }>;

/** A press of a button about one invitation. */
export type InvitationPress = Exclude<
  Press,
  CustomerPress | DeliveryPress | { verb: 'submit' | 'dialog' | 'run' | 'subscribe' }
>;

const ANSWER_VERBS = ['accept', 'decline', 'ask'] as const;

/** A press with which one of the customer's people accepts, declines or asks, in any conversation. */
export type AnswerPress = Extract<Press, { verb: (typeof ANSWER_VERBS)[number] }>;

/** A press of a button on the partner's card of an invitation. */
export type PartnerPress = Exclude<InvitationPress, AnswerPress>;

/** Whether one of the customer's people answers with this press. */
export function isAnswerPress(press: InvitationPress): press is AnswerPress {
  return ANSWER_VERBS.some((verb) => verb === press.verb);
}

/** Whether a press is about a customer as a whole. */
export function isCustomerPress(press: Press): press is CustomerPress {
  return CUSTOMER_VERBS.some((verb) => verb === press.verb);
}

/** The press in a card's data; undefined when no card of the bot sends such data. */
export function readPress(
  verb: string | undefined,
  data: Readonly<Record<string, unknown>>,
): Press | undefined {
  return schema.safeParse({ ...data, ...(verb === undefined ? {} : { verb }) }).data;
}

/** A form that a person submits, or that is to be opened with the values that are known so far. */
export type FormPress<Verb extends 'submit' | 'dialog'> = Extract<Press, { verb: Verb }>;

/** The values in a form, as the arguments of a command; only texts and numbers count. */
export function inputsOf(press: FormPress<'submit' | 'dialog'>): Record<string, string> {
  const { verb: _, command: __, ...inputs } = press;
  const written = Object.entries(inputs).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return Object.fromEntries(written.map(([key, value]) => [key, String(value).trim()]));
}

/** The arguments in a form that a person submitted. A removable argument whose input was left empty is removed. */
export function formArguments(press: FormPress<'submit'>): Record<string, string> {
  const written = inputsOf(press);
  // Some clients leave an empty input out; others send it without text.
  const emptied = Object.entries(grammarOf(press.command).arguments)
    .filter(([name, { isRemovable }]) => isRemovable && !written[name])
    .map(([name]) => [name, NONE]);
  return { ...written, ...Object.fromEntries(emptied) };
}
