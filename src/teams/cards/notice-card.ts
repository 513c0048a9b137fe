import { type Reader, say } from '../../words/words.ts';
import { actions, type Button, type Card, fill } from './card.ts';

/** A short answer: what happened and what to do, with at most a few buttons. */
export type Notice = {
  readonly title: string;
  readonly text: string;
  readonly tone: 'default' | 'good' | 'warning' | 'attention';
  readonly buttons?: readonly Button[];
};

/** A short answer as a card. */
export function noticeCard({ title, text, tone, buttons = [] }: Notice, { language }: Reader): Card {
  return fill('notice', { language, title, text, tone, summary: title, actions: actions(buttons) });
}

/**
 * Why a request was not answered. `fault`: the program failed; `away`: the database did not answer, and nothing was
 * changed; `unknown`: it did not answer while writing.
 */
export type Failure = 'fault' | 'away' | 'unknown';

/** Says why a request was not answered; the reference is all that the person has to tell the operator. */
export function failureCard(failure: Failure, reference: string, reader: Reader): Card {
  const { language } = reader;
  const title = say(language, `${failure}.title`);
  const text = say(language, `${failure}.text`, { reference });
  return noticeCard({ title, text, tone: failure === 'fault' ? 'attention' : 'warning' }, reader);
}

/** Says that more is asked of the bot than it can do at once. */
export function busyCard(reader: Reader): Card {
  const { language } = reader;
  const title = say(language, 'busy.title');
  return noticeCard({ title, text: say(language, 'busy.text'), tone: 'warning' }, reader);
}
