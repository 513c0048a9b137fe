import type { Card } from '../cards/card.ts';
import { type FormPress, readPress } from '../presses/press.ts';
import type { Answer } from './answer.ts';
import {
  type Answering,
  asksFor,
  opensForm,
  refusalOf,
  refusedForm,
  requestAnswer,
  textAnswer,
} from './answers.ts';
import { misunderstood, notice } from './small-talk.ts';

/** What comes of a dialog: it shows a card, or it closes and its answer stands in the conversation. */
export type DialogAnswer = { readonly shows: Card } | { readonly closes: readonly Answer[] };

/** What a dialog wants: to be opened, or to be taken as filled in. Nothing of its data has been checked. */
export type DialogAsked = {
  readonly step: 'task/fetch' | 'task/submit';
  readonly data: Readonly<Record<string, unknown>>;
};

/** Opens the form of any command as a dialog, and takes it; a form that cannot be taken stays open and says why. */
export async function dialogAnswer({ step, data }: DialogAsked, answering: Answering): Promise<DialogAnswer> {
  const { caller } = answering;
  if (caller.who.side === 'stranger') return { shows: notice(caller, 'stranger').card };
  const press = readPress(undefined, data);
  if (step === 'task/fetch' && press?.verb === 'dialog') return opened(press, answering);
  if (step === 'task/submit' && press?.verb === 'submit') return submitted(press, answering);
  // What can be done instead of a refused form.
  if (step === 'task/submit' && press?.verb === 'run')
    return { closes: await textAnswer(press.text, answering) };
  return { shows: misunderstood([], caller.reader) };
}

async function opened(press: FormPress<'dialog'>, answering: Answering): Promise<DialogAnswer> {
  try {
    return shown(await requestAnswer(opensForm(press, answering.caller), answering));
  } catch (error) {
    return { shows: refusalOf(error, answering) };
  }
}

async function submitted(press: FormPress<'submit'>, answering: Answering): Promise<DialogAnswer> {
  const understood = asksFor(press);
  try {
    const answers = await requestAnswer(understood, answering);
    return understood.type === 'form' ? shown(answers) : { closes: answers };
  } catch (error) {
    return { shows: refusedForm(error, answering, press) };
  }
}

function shown([first]: readonly Answer[]): DialogAnswer {
  if (!first) throw new Error('A form without a card');
  return { shows: first.card };
}
