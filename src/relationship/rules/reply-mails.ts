import type { RecordReplyMail, Reply } from '../command.ts';
import type { Event, QuestionAnswered, ReplyMail, ReplyMailed, ReplyMailFailed } from '../event.ts';
import type { CustomerPerson } from '../people.ts';
import type { Mailing, Remark, WithInvitation } from '../relationship.ts';
import type { Situation } from './guards.ts';

/** The mails that take a reply to those who asked: none where no address of theirs is known. */
export function replyMails(
  { byMail }: Reply,
  { customer, invitation }: WithInvitation,
): Pick<QuestionAnswered, 'mails' | 'replyTo'> {
  if (!byMail) return {};
  const { contact } = invitation.terms;
  const mails = asking(invitation.remarks).flatMap(({ by, asked }): ReplyMail[] => {
    const to = addressOf(by, { contact, domain: customer.domain });
    return to === undefined ? [] : [{ to, name: by.name, asked }];
  });
  if (mails.length === 0) return {};
  return { mails, ...(byMail.replyTo === undefined ? {} : { replyTo: byMail.replyTo }) };
}

/** How a mail with a reply went; said twice it is noted once. */
export function recordReplyMail(command: RecordReplyMail, situation: Situation, now: Date): Event[] {
  const { by, invitationId, repliedAt, to, outcome } = command;
  const { relationship } = situation;
  const invitation = relationship?.invitation;
  if (!invitation) return [];
  // Of an invitation that a newer one has replaced there is nothing left to compare with.
  const mailing = invitation.id === invitationId ? mailingTo(invitation.remarks, { repliedAt, to }) : 'gone';
  if (mailing !== 'gone' && mailing?.status !== 'queued') return [];
  const about = { invitationId, at: now, by, repliedAt, to };
  if (outcome.status === 'sent') return [{ type: 'reply-mailed', ...about, mailId: outcome.mailId }];
  const { failure, answer } = outcome;
  return [{ type: 'reply-mail-failed', ...about, failure, ...(answer === undefined ? {} : { answer }) }];
}

/** Which mail with a reply is meant. */
export type WhichReplyMail = { readonly repliedAt: Date; readonly to: string };

/** How far the mail with a reply to this address has come; undefined when there is none. */
export function mailingTo(
  remarks: readonly Remark[] = [],
  { repliedAt, to }: WhichReplyMail,
): Mailing | undefined {
  return replyAt(remarks, repliedAt)?.mailings?.find((one) => one.to === to);
}

/** The reply that was given at this instant. */
export function replyAt(remarks: readonly Remark[] = [], at: Date): Remark | undefined {
  return remarks.find((one) => one.by.kind === 'agent' && one.at.getTime() === at.getTime());
}

/** The questions and replies after one of the mails went out or did not. */
export function afterReplyMail(
  remarks: readonly Remark[] = [],
  event: ReplyMailed | ReplyMailFailed,
): readonly Remark[] {
  const reply = replyAt(remarks, event.repliedAt);
  return remarks.map((remark) => (remark === reply ? withMailing(remark, event) : remark));
}

/** A remark of the partner as its event tells it, with the mails that are to take it to those who asked. */
export function replied({ at, by, text, mails }: QuestionAnswered): Remark {
  const mailings = mails?.map(({ to }): Mailing => ({ status: 'queued', to, at }));
  return { at, by, text, ...(mailings ? { mailings } : {}) };
}

/** Those for whom a reply is: whose questions wait, each with theirs; else whoever asked last, with their last one. */
export function asking(
  remarks: readonly Remark[] = [],
): readonly { readonly by: CustomerPerson; readonly asked: readonly string[] }[] {
  const waiting = unanswered(remarks).flatMap(questionIn);
  const last = remarks.flatMap(questionIn).at(-1);
  const questions = waiting.length > 0 ? waiting : last ? [last] : [];
  const people = new Map(questions.map(({ by }) => [by.objectId, by]));
  return [...people.values()].map((by) => {
    const theirs = questions.filter((one) => one.by.objectId === by.objectId);
    return { by, asked: theirs.map(({ text }) => text) };
  });
}

/** What has been asked since the partner last replied. */
export function unanswered(remarks: readonly Remark[]): readonly Remark[] {
  return remarks.slice(remarks.findLastIndex(({ by }) => by.kind === 'agent') + 1);
}

function questionIn({ by, text }: Remark): { by: CustomerPerson; text: string }[] {
  return by.kind === 'customer' ? [{ by, text }] : [];
}

function withMailing(remark: Remark, event: ReplyMailed | ReplyMailFailed): Remark {
  const mailings = remark.mailings?.map((one) => (one.to === event.to ? mailingAfter(event) : one)) ?? [];
  return { ...remark, mailings };
}

function mailingAfter(event: ReplyMailed | ReplyMailFailed): Mailing {
  const { to, at } = event;
  if (event.type === 'reply-mailed') return { status: 'sent', to, at, mailId: event.mailId };
  const { failure, answer } = event;
  return { status: 'failed', to, at, failure, ...(answer === undefined ? {} : { answer }) };
}

type Known = { readonly contact: string | undefined; readonly domain: string };

/**
 * Where a reply reaches whoever asked: the contact's address if they are the contact, one under the domain that was
 * invited, else the name under which the directory knows them first. All else that a directory says of somebody's
 * mail nobody has proved.
 */
function addressOf({ emails }: CustomerPerson, { contact, domain }: Known): string | undefined {
  const is = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  if (contact !== undefined && emails.some((one) => is(one, contact))) return contact;
  const [first] = emails;
  const own = emails.find((one) => isAddress(one) && one.toLowerCase().endsWith(`@${domain}`));
  return own ?? (first !== undefined && isAddress(first) ? first : undefined);
}

const LONGEST_ADDRESS = 254;

// Names in a directory can be anything, a telephone number too.
function isAddress(text: string): boolean {
  return (
    text.length <= LONGEST_ADDRESS &&
    /^[^\s\p{C}@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:".]+(\.[^\s\p{C}@<>()[\]\\,;:".]+)+$/u.test(text)
  );
}
