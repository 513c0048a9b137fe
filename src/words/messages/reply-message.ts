import type { QuestionAnswered, ReplyMail } from '../../relationship/event.ts';
import type { Partner } from '../../relationship/partner.ts';
import type { WithInvitation } from '../../relationship/relationship.ts';
import { cleanText } from '../../relationship/values/clean-text.ts';
import { say } from '../words.ts';
import { type Message, type MessagePart, messageOf, onOneLine } from './rendering.ts';

/** A reply, and the mail that takes it to one of the people who asked. */
export type ReplyTold = {
  readonly event: QuestionAnswered;
  readonly mail: ReplyMail;
  readonly partner: Partner;
  readonly relationship: WithInvitation;
  /** The customer's page, where the reply also stands; undefined when the link is not known. */
  readonly link: string | undefined;
};

/** The mail with a reply: the questions, the reply and who gave it, in the invitation's language. */
export function replyMessage({ event, mail, partner, relationship, link = '' }: ReplyTold): Message {
  const { customer, invitation } = relationship;
  const { language } = invitation.terms;
  const names = { partner: partner.name, customer: customer.name, agent: event.by.name, name: mail.name };
  const values = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, onOneLine(name)]));
  const phrase = (key: Parameters<typeof say>[1]): MessagePart => ({
    kind: 'words',
    text: say(language, key, values),
  });
  const quotationOf = (text: string): MessagePart => ({ kind: 'quotation', text: cleanText(text) });
  const parts: MessagePart[] = [
    phrase('reply-mail.asked'),
    quotationOf(mail.asked.join('\n\n')),
    phrase('reply-mail.replied'),
    quotationOf(event.text),
    ...(link === '' ? [] : [phrase('reply-mail.page'), { kind: 'link', text: link } as const]),
    ...(event.replyTo === undefined ? [] : [phrase('reply-mail.answer')]),
    phrase('reply-mail.end'),
  ];
  return messageOf(say(language, 'reply-mail.subject', values), parts, language);
}
