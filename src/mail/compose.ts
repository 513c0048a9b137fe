import type {
  InvitationMailQueued,
  InvitationReminded,
  QuestionAnswered,
  ReplyMail,
} from '../relationship/event.ts';
import type { Language } from '../relationship/language.ts';
import type { Partner } from '../relationship/partner.ts';
import { type Mailing, ownerOf, type WithInvitation } from '../relationship/relationship.ts';
import type { SentMailing } from '../relationship/rules/mails.ts';
import { changedMessage, customerMessage, reminderMail } from '../words/messages/customer-message.ts';
import { type Message, onOneLine } from '../words/messages/rendering.ts';
import { replyMessage } from '../words/messages/reply-message.ts';

/** A finished mail; a repeated attempt sends the same mail under the same Message-ID. */
export type Mail = Message & {
  readonly messageId: string;
  /** The Message-ID of the mail that it answers. */
  readonly inReplyTo?: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly replyTo?: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** The invitation that a mail is about, and the event that asks for the mail. */
export type MailContext = {
  readonly eventId: string;
  readonly relationship: WithInvitation;
  readonly partner: Partner;
};

/** The operator's address, and the origin of all links; its host name ends every Message-ID. */
export type MailSender = { readonly address: string; readonly publicUrl: string };

/** The mail that carries the link to the customer. */
export function invitationMail(
  about: MailContext & { readonly event: InvitationMailQueued; readonly link: string },
  sender: MailSender,
): Mail {
  const { event } = about;
  const message = event.words ? changedMessage(about, event.words) : customerMessage(about);
  return { ...message, ...envelope(about, event, sender), headers: languageHeader(about) };
}

/** The reminder of the first mail. It stands in the thread of that mail, because the store has only the link's hash. */
export function reminderMailOf(
  about: MailContext & {
    readonly event: InvitationReminded;
    readonly first: SentMailing;
    readonly unsubscribeUrl: string;
  },
  sender: MailSender,
): Mail {
  const { event, first, unsubscribeUrl } = about;
  return {
    ...reminderMail(about, unsubscribeUrl),
    ...envelope(about, first, sender),
    inReplyTo: messageId(first.mailId, sender),
    headers: {
      ...languageHeader(about),
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      ...(event.by.kind === 'clock' ? { 'Auto-Submitted': 'auto-generated' } : {}),
    },
  };
}

/** A reply to one person who asked; `mailId` begins its Message-ID. */
export type ReplyMailContext = MailContext & {
  readonly event: QuestionAnswered;
  readonly mail: ReplyMail;
  readonly mailId: string;
  /** Undefined: no link is known, or the link no longer works. */
  readonly link: string | undefined;
};

/** The mail with a reply to a question; the contact gets it in the thread of the first mail. */
export function replyMailOf(about: ReplyMailContext, sender: MailSender): Mail {
  const { event, mail, mailId, relationship } = about;
  const { mailing, id } = relationship.invitation;
  const isThread = mailing?.status === 'sent' && mailing.to === mail.to && id === event.invitationId;
  return {
    ...replyMessage(about),
    ...envelope({ ...about, eventId: mailId }, { ...event, to: mail.to }, sender),
    from: senderOf(event.by.name, about, sender),
    ...(isThread ? { inReplyTo: messageId(mailing.mailId, sender) } : {}),
    headers: languageHeader(about),
  };
}

function envelope(about: MailContext, { to, replyTo }: Pick<Mailing, 'to' | 'replyTo'>, sender: MailSender) {
  return {
    messageId: messageId(about.eventId, sender),
    from: senderOf(ownerOf(about.relationship.invitation).name, about, sender),
    to,
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

function senderOf(agent: string, { partner }: MailContext, { address }: MailSender): Mail['from'] {
  return { name: onOneLine(`${agent} (${partner.name})`), address };
}

function messageId(eventId: string, { publicUrl }: MailSender): string {
  return `<${eventId}@${new URL(publicUrl).hostname}>`;
}

function languageHeader({ relationship }: MailContext): { readonly 'Content-Language': Language } {
  return { 'Content-Language': relationship.invitation.terms.language };
}
