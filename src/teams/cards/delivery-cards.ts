import type { Reader } from '../../words/words.ts';
import { say } from '../../words/words.ts';
import type { Card } from './card.ts';
import { noticeCard } from './notice-card.ts';

/** Tells an agent that alerts no longer reach a conversation; `code`: Teams' word for the reason. */
export function conversationGoneCard(code: string, reader: Reader): Card {
  const { language } = reader;
  const title = say(language, 'gone.title');
  const text = say(language, 'gone.text', { code: plainCode(code) });
  return noticeCard({ title, text, tone: 'warning' }, reader);
}

/** Tells an Admin agent that something could not be delivered; `words`: what Teams said last. */
export function parkedCard(customer: string, words: string, reader: Reader): Card {
  const { language } = reader;
  const title = say(language, 'parked.title');
  const text = say(language, 'parked.text', { customer, words });
  return noticeCard({ title, text, tone: 'warning' }, reader);
}

/** The summary of a card that Teams did not take, as a short text. */
export function minimalCard({ summary }: Card, reader: Reader): Card {
  const title = say(reader.language, 'minimal.title');
  return noticeCard({ title, text: summary, tone: 'default' }, reader);
}

/** The same card, with a line that says that Teams may have it already. */
export function repeatedCard(card: Card, { language }: Reader): Card {
  return withLine(card, say(language, 'delivery.repeated'));
}

/** The same card, with a line that says why it stands in this chat and not in the one that it was meant for. */
export function insteadCard(card: Card, code: string, { language }: Reader): Card {
  return withLine(card, say(language, 'delivery.instead', { code: plainCode(code) }));
}

function withLine({ attachment, ...card }: Card, text: string): Card {
  const line = { type: 'TextBlock', text, wrap: true, isSubtle: true, size: 'small', spacing: 'medium' };
  const content = { ...attachment.content, body: [...attachment.content.body, line] };
  return { ...card, attachment: { ...attachment, content } };
}

const LONGEST_CODE = 60;

function plainCode(code: string): string {
  return code.replace(/\W/g, '').slice(0, LONGEST_CODE);
}
