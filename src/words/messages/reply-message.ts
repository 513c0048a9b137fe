import type { QuestionAnswered, ReplyMail } from '../../relationship/event.ts';
import type { Partner } from '../../relationship/partner.ts';
import type { WithInvitation } from '../../relationship/relationship.ts';
import { cleanText } from '../../relationship/values/clean-text.ts';
import { say } from '../words.ts';
import { type Message, type MessagePart, messageOf, onOneLine } from './rendering.ts';

/** A reply and one of those whom it is for. */
export type ReplyTold = {
  readonly event: QuestionAnswered;
  readonly mail: ReplyMail;
  readonly partner: Partner;
  readonly relationship: WithInvitation;
  /** Where it can be read again. */
  readonly link: string | undefined;
};

/** What was asked, what was replied and by whom, in the customer's language. */
export function replyMessage({ event, mail, partner, relationship, link = '' }: ReplyTold): Message {
  const { customer, invitation } = relationship;
  const { language } = invitation.terms;
  const names = { partner: partner.name, customer: customer.name, agent: event.by.name, name: mail.name };
  const values = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, onOneLine(name)]));
  const words = (key: Parameters<typeof say>[1]): MessagePart => ({
    kind: 'words',
    text: say(language, key, values),
  });
  const quotation = (text: string): MessagePart => ({ kind: 'quotation', text: cleanText(text) });
  const parts: MessagePart[] = [
    words('reply-mail.asked'),
    quotation(mail.asked.join('\n\n')),
    words('reply-mail.replied'),
    quotation(event.text),
    ...(link === '' ? [] : [words('reply-mail.page'), { kind: 'link', text: link } as const]),
    ...(event.replyTo === undefined ? [] : [words('reply-mail.answer')]),
    words('reply-mail.end'),
  ];
  return messageOf(say(language, 'reply-mail.subject', values), parts, language);
}
