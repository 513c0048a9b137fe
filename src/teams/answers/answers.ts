import { Refusal } from '../../relationship/refusal.ts';
import type { Card } from '../cards/card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { parse } from '../grammar/parse.ts';
import { request, type Understood, understand } from '../grammar/requests.ts';
import type { Asked } from '../who.ts';
import { answerCustomer } from './customer-answers.ts';
import { answerCustomerPress } from './customer-presses.ts';
import { nextPresses, type Written } from './next-steps.ts';
import { answerPartner, askPartner } from './partner-answers.ts';
import { formArguments, isCustomerPress, type Press, readPress } from './press.ts';
import { answerPress } from './presses.ts';
import type { AnswerParts, PressAnswer, Reply } from './reply.ts';
import { done, hello, misunderstood, notice, thanks } from './small-talk.ts';

/** Who asks, and what answering needs. */
export type Answering = { readonly ask: Asked; readonly parts: AnswerParts };

/** A press as it came: nothing of it has been checked. */
export type RawPress = {
  readonly verb?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
};

/** The answer to a line of text. */
export async function textAnswer(text: string, answering: Answering): Promise<readonly Reply[]> {
  try {
    return await requestAnswer(understand(text), answering);
  } catch (error) {
    return [{ card: refusalOf(error, answering, writtenIn(text)) }];
  }
}

/** The answer to a press or a submitted form. */
export async function pressAnswer(raw: RawPress, answering: Answering): Promise<PressAnswer> {
  const { ask, parts } = answering;
  if (ask.who.side === 'stranger') return { inPlace: notice(ask, 'stranger').card };
  const press = readPress(raw.verb, raw.data);
  if (!press) return { inPlace: misunderstood([], ask.reader) };
  try {
    if (press.verb === 'run') return { below: await textAnswer(press.text, answering) };
    if (press.verb === 'submit') {
      const { command, given } = filledIn(press);
      return await submitted(request(command, given), answering);
    }
    if (isCustomerPress(press)) return await answerCustomerPress(press, ask, parts);
    return await answerPress({ press, asked: ask }, parts);
  } catch (error) {
    const written = press.verb === 'submit' ? filledIn(press) : undefined;
    return { inPlace: refusalOf(error, answering, written) };
  }
}

function writtenIn(text: string): Written | undefined {
  const parsed = parse(text);
  return parsed.type === 'command' ? { command: parsed.name, given: parsed.given } : undefined;
}

function filledIn(press: Extract<Press, { verb: 'submit' }>): Written {
  return { command: press.command, given: formArguments(press) };
}

// A form that is still incomplete stays in its place; lists turn their page there; all else is a message of its own.
async function submitted(understood: Understood, answering: Answering): Promise<PressAnswer> {
  const { reader } = answering.ask;
  const replies = await requestAnswer(understood, answering);
  const [first, ...others] = replies;
  if (!first || first.living) return { inPlace: done(reader), below: replies };
  return { inPlace: first.card, below: others };
}

async function requestAnswer(understood: Understood, { ask, parts }: Answering): Promise<readonly Reply[]> {
  const { reader, who } = ask;
  if (who.side === 'stranger') return [notice(ask, 'stranger')];
  const isPartner = who.side === 'partner';
  switch (understood.type) {
    case 'misunderstood':
      return [{ card: misunderstood(understood.near, reader) }];
    case 'greeting':
    case 'nothing':
      return [{ card: hello('greeting.title', who.side, reader) }];
    case 'thanks':
      return [{ card: thanks(reader) }];
    case 'form':
      return isPartner ? [askPartner(understood, ask)] : [notice(ask, 'partner-only')];
    default:
      return isPartner ? answerPartner(understood, ask, parts) : answerCustomer(understood, ask, parts);
  }
}

function refusalOf(error: unknown, { ask, parts }: Answering, written: Written | undefined): Card {
  if (!(error instanceof Refusal)) throw error;
  parts.log.info({ refusal: error.reason.code, conversation: ask.conversation.id }, 'Refused');
  return refusalCard(error.reason, ask.reader, nextPresses(error.reason, written, ask.reader));
}
