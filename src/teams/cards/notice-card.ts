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

/** Says that the bot failed; the reference is all that the person has to tell the operator. */
export function faultCard(reference: string, reader: Reader): Card {
  const { language } = reader;
  const title = say(language, 'fault.title');
  const text = say(language, 'fault.text', { reference });
  return noticeCard({ title, text, tone: 'attention' }, reader);
}
