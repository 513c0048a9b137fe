import { type Reader, say } from '../../words/words.ts';
import type { Card } from './card.ts';
import { noticeCard } from './notice-card.ts';

/** The card of an invitation that a newer one replaced; the customer's version shows no invitation id. */
export function replacedCard(
  about: {
    readonly invitationId: string;
    readonly current: string;
    readonly audience: 'partner' | 'customer';
  },
  reader: Reader,
): Card {
  const { language } = reader;
  const { invitationId: id, current, audience } = about;
  const title = say(language, 'refusal.invitation-replaced.title');
  const isPartner = audience === 'partner';
  const text = isPartner
    ? say(language, 'replaced.text', { id, current })
    : say(language, 'refusal.invitation-replaced');
  return noticeCard({ title, text, tone: 'warning' }, reader);
}
