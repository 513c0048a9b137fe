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

/** A mail, finished: a repeat of it is the same mail under the same Message-ID. */
export type Mail = Message & {
  readonly messageId: string;
  /** The mail that it follows up on. */
  readonly inReplyTo?: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly replyTo?: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** What a mail is about, and which event asks for it. */
export type About = {
  readonly eventId: string;
  readonly relationship: WithInvitation;
  readonly partner: Partner;
};

/** Who sends: the operator's address, and the origin of all links, whose host names our mails. */
export type Sender = { readonly address: string; readonly publicUrl: string };

/** The mail that carries the link to the customer. */
export function invitationMail(
  about: About & { readonly event: InvitationMailQueued; readonly link: string },
  sender: Sender,
): Mail {
  const { event } = about;
  const message = event.words ? changedMessage(about, event.words) : customerMessage(about);
  return { ...message, ...envelope(about, event, sender), headers: languageHeader(about) };
}

/** The mail that calls the first one to mind. It stands in its thread, because it cannot repeat the link. */
export function reminderMailOf(
  about: About & {
    readonly event: InvitationReminded;
    readonly first: SentMailing;
    readonly unsubscribeUrl: string;
  },
  sender: Sender,
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

/** What goes to one of those who asked; `mailId`: its Message-ID begins so. */
export type Replying = About & {
  readonly event: QuestionAnswered;
  readonly mail: ReplyMail;
  readonly mailId: string;
  /** Absent: there is none, or it would lead to nothing any more. */
  readonly link: string | undefined;
};

/** The mail that takes a reply to whoever asked; the contact has it in the thread of the first mail. */
export function replyMailOf(about: Replying, sender: Sender): Mail {
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

function envelope(about: About, { to, replyTo }: Pick<Mailing, 'to' | 'replyTo'>, sender: Sender) {
  return {
    messageId: messageId(about.eventId, sender),
    from: senderOf(ownerOf(about.relationship.invitation).name, about, sender),
    to,
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

function senderOf(agent: string, { partner }: About, { address }: Sender): Mail['from'] {
  return { name: onOneLine(`${agent} (${partner.name})`), address };
}

function messageId(eventId: string, { publicUrl }: Sender): string {
  return `<${eventId}@${new URL(publicUrl).hostname}>`;
}

function languageHeader({ relationship }: About): { readonly 'Content-Language': Language } {
  return { 'Content-Language': relationship.invitation.terms.language };
}
