import { parse } from '../../grammar/parse.ts';
import type { Understood } from '../../grammar/requests.ts';
import { request, understand } from '../../grammar/understand.ts';
import { Refusal, type RefusalCode } from '../../relationship/refusal.ts';
import { refusalText } from '../../words/refusal-words.ts';
import type { Caller } from '../caller.ts';
import type { Card } from '../cards/card.ts';
import { formCard } from '../cards/form-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { answerCustomerPress } from '../presses/customer-presses.ts';
import { answerInvitationPress } from '../presses/invitation-presses.ts';
import {
  type DeliveryPress,
  type FormPress,
  formArguments,
  inputsOf,
  isCustomerPress,
  type Press,
  readPress,
  type SubscribePress,
} from '../presses/press.ts';
import { confirmAlerts } from './alerts.ts';
import type { Answer, AnswerParts, PressAnswer } from './answer.ts';
import { answerCustomer } from './customer-answers.ts';
import { careForDelivery } from './doctor.ts';
import { nextButtons, type WrittenCommand } from './next-steps.ts';
import { answerPartner, askPartner } from './partner-answers.ts';
import { openedForm, withToday } from './setup.ts';
import { done, greeted, hello, misunderstood, notice, thanks } from './small-talk.ts';

/** The person who asks, and the parts of the program that answer them. */
export type Answering = { readonly caller: Caller; readonly parts: AnswerParts };

/** A press as it arrived; nothing in it has been checked. */
export type RawPress = {
  readonly verb?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
};

/** The answer to a line of text. A Refusal becomes a card; every other error is thrown. */
export async function textAnswer(text: string, answering: Answering): Promise<readonly Answer[]> {
  const understood = withToday(understand(text), answering.caller);
  try {
    return await requestAnswer(understood, answering);
  } catch (error) {
    return [{ card: refusalOf(error, answering, writtenIn(text)) }];
  }
}

/** The answer to a press or a submitted form. A Refusal becomes a card; every other error is thrown. */
export async function pressAnswer(raw: RawPress, answering: Answering): Promise<PressAnswer> {
  const { caller, parts } = answering;
  if (caller.who.side === 'stranger') return { inPlace: notice(caller, 'stranger').card };
  const press = readPress(raw.verb, raw.data);
  if (!press) return { inPlace: misunderstood([], caller.reader) };
  try {
    if (press.verb === 'run') return { below: await textAnswer(press.text, answering) };
    if (press.verb === 'submit') return await submitted(asksFor(press), answering);
    // The client has no dialogs, so it gets the same form as a card.
    if (press.verb === 'dialog') return await submitted(opensForm(press, caller), answering);
    if (isForPartner(press)) return await partnerPressed(press, answering);
    if (isCustomerPress(press)) return await answerCustomerPress(press, caller, parts);
    return await answerInvitationPress(press, caller, parts);
  } catch (error) {
    if (press.verb === 'submit') return { inPlace: refusedForm(error, answering, press) };
    return { inPlace: refusalOf(error, answering) };
  }
}

/**
 * A form that the rules refused: it keeps what the person wrote, and says why it was refused and what they can do
 * instead. Throws every error that is not a Refusal.
 */
export function refusedForm(error: unknown, answering: Answering, press: FormPress<'submit'>): Card {
  const written = filledIn(press);
  const refusal = refusalOf(error, answering, written);
  const { reader } = answering.caller;
  if (!(error instanceof Refusal) || isFinal(error.reason.code)) return refusal;
  const why = refusalText(error.reason, reader);
  const buttons = nextButtons(error.reason, written, reader);
  return formCard({ type: 'form', ...written, problems: [] }, reader, { why, buttons });
}

// No other input would change these refusals, so there is no reason to keep the form.
const isFinal = (code: RefusalCode): boolean => code === 'role-required' || code === 'partner-not-set-up';

/** The form that a button opens, filled in with the values of the button and, for the profile, the present ones. */
export function opensForm(press: FormPress<'dialog'>, caller: Caller): Understood {
  return openedForm({ command: press.command, given: inputsOf(press) }, caller);
}

/** The request in a form that a person submitted; the form again when an argument is missing or wrong. */
export function asksFor(form: FormPress<'submit'>): Understood {
  const { command, given } = filledIn(form);
  return request(command, given);
}

function writtenIn(text: string): WrittenCommand | undefined {
  const parsed = parse(text);
  return parsed.type === 'command' ? { command: parsed.name, given: parsed.given } : undefined;
}

/** The command and the arguments in a form that a person submitted. */
export function filledIn(press: FormPress<'submit'>): WrittenCommand {
  return { command: press.command, given: formArguments(press) };
}

// Presses about nothing that belongs to a customer.
const isForPartner = (press: Press): press is SubscribePress | DeliveryPress =>
  press.verb === 'subscribe' || press.verb === 'retry-delivery' || press.verb === 'skip-delivery';

async function partnerPressed(
  press: SubscribePress | DeliveryPress,
  { caller, parts }: Answering,
): Promise<PressAnswer> {
  if (caller.who.side !== 'partner') return { inPlace: notice(caller, 'partner-only').card };
  if (press.verb === 'subscribe') return confirmAlerts(press, caller, parts);
  return careForDelivery(press, caller, parts);
}

// A living card is posted below, as a message of its own. Every other answer takes the place of the pressed card: a
// form that is still incomplete, or another page of a list.
async function submitted(understood: Understood, answering: Answering): Promise<PressAnswer> {
  const { reader } = answering.caller;
  const answers = await requestAnswer(understood, answering);
  const [first, ...others] = answers;
  if (!first || first.living) return { inPlace: done(reader), below: answers };
  return { inPlace: first.card, below: others };
}

/** The answer to what the caller asks for. When it throws a Refusal, nothing has changed. */
export async function requestAnswer(
  understood: Understood,
  { caller, parts }: Answering,
): Promise<readonly Answer[]> {
  const { reader, who } = caller;
  if (who.side === 'stranger') return [notice(caller, 'stranger')];
  const isPartner = who.side === 'partner';
  switch (understood.type) {
    case 'misunderstood':
      return [{ card: misunderstood(understood.near, reader) }];
    case 'greeting':
    case 'nothing':
      return [{ card: hello('greeting.title', greeted(who), reader) }];
    case 'thanks':
      return [{ card: thanks(reader) }];
    case 'form':
      return isPartner ? [await askPartner(understood, caller, parts)] : [notice(caller, 'partner-only')];
    default:
      return isPartner ? answerPartner(understood, caller, parts) : answerCustomer(understood, caller, parts);
  }
}

/** Logs a Refusal and returns its card; throws every other error. `written`: the command that was refused. */
export function refusalOf(error: unknown, { caller, parts }: Answering, written?: WrittenCommand): Card {
  if (!(error instanceof Refusal)) throw error;
  parts.log.info({ refusal: error.reason.code, conversation: caller.conversation.id }, 'Refused');
  return refusalCard(error.reason, caller.reader, nextButtons(error.reason, written, caller.reader));
}
