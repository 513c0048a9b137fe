import type { Reason } from '../../relationship/refusal.ts';
import { refusalText } from '../../words/refusal-words.ts';
import { type Reader, say } from '../../words/words.ts';
import type { Button, Card } from './card.ts';
import { noticeCard } from './notice-card.ts';

/** A refusal as a card: why the rules refused, what to do instead, and buttons where the next step is known. */
export function refusalCard(reason: Reason, reader: Reader, buttons: readonly Button[] = []): Card {
  const title = say(reader.language, `refusal.${reason.code}.title`);
  return noticeCard({ title, text: refusalText(reason, reader), tone: 'warning', buttons }, reader);
}
