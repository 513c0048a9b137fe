import type { RecordReplyMail, Reply } from '../command.ts';
import type { Event, QuestionAnswered, ReplyMail, ReplyMailed, ReplyMailFailed } from '../event.ts';
import type { CustomerPerson } from '../people.ts';
import type { Mailing, Relationship, Remark, WithInvitation } from '../relationship.ts';
import { type Effect, withNote } from './effects.ts';
import type { Situation } from './guards.ts';
import { failedMailing } from './mails.ts';

/** The mails that take a reply to the people who asked; none where no address of theirs is known. */
export function replyMails(
  { byMail }: Reply,
  { customer, invitation }: WithInvitation,
): Pick<QuestionAnswered, 'mails' | 'replyTo'> {
  if (!byMail) return {};
  const mails = askers(invitation.remarks).flatMap(({ by, asked }): ReplyMail[] => {
    const to = replyAddressOf(by, customer.domain, invitation.terms.contact);
    return to === undefined ? [] : [{ to, name: by.name, asked }];
  });
  if (mails.length === 0) return {};
  return { mails, ...(byMail.replyTo === undefined ? {} : { replyTo: byMail.replyTo }) };
}

// Records how a mail with a reply went; the second record of one mail leads to no event.
function decideReplyMail(command: RecordReplyMail, situation: Situation, now: Date): Event[] {
  const { by, invitationId, repliedAt, to, outcome } = command;
  const { relationship } = situation;
  const invitation = relationship?.invitation;
  if (!invitation) return [];
  // A newer invitation has replaced this one, and its remarks are gone: there is no state left to compare with.
  const mailing = invitation.id === invitationId ? mailingTo(invitation.remarks, { repliedAt, to }) : 'gone';
  if (mailing !== 'gone' && mailing?.status !== 'queued') return [];
  const about = { invitationId, at: now, by, repliedAt, to };
  if (outcome.status === 'sent') return [{ type: 'reply-mailed', ...about, mailId: outcome.mailId }];
  const { failure, answer } = outcome;
  return [{ type: 'reply-mail-failed', ...about, failure, ...(answer === undefined ? {} : { answer }) }];
}

// The mail server has taken the mail with the reply.
const afterReplyMailed: Effect<ReplyMailed> = (relationship, event) => {
  const { to, at, mailId } = event;
  return withReplyMailing(relationship, event, { status: 'sent', to, at, mailId });
};

// The mail with the reply does not arrive.
const afterReplyMailFailed: Effect<ReplyMailFailed> = (relationship, event) =>
  withReplyMailing(relationship, event, failedMailing(event));

/** Names one mail with a reply: by the time of the reply and the recipient's address. */
export type ReplyMailKey = { readonly repliedAt: Date; readonly to: string };

/** How far the mail with a reply to this address has come; undefined when there is none. */
export function mailingTo(
  remarks: readonly Remark[] = [],
  { repliedAt, to }: ReplyMailKey,
): Mailing | undefined {
  return replyAt(remarks, repliedAt)?.mailings?.find((one) => one.to === to);
}

/** The reply that the partner gave at this time, to the millisecond. */
export function replyAt(remarks: readonly Remark[] = [], at: Date): Remark | undefined {
  return remarks.find((one) => one.by.kind === 'agent' && one.at.getTime() === at.getTime());
}

/** The reply as the invitation keeps it, with the mails that wait for the mail server. */
export function remarkOfReply({ at, by, text, mails }: QuestionAnswered): Remark {
  const mailings = mails?.map(({ to }): Mailing => ({ status: 'queued', to, at }));
  return { at, by, text, ...(mailings ? { mailings } : {}) };
}

/** One of the customer's people, with the questions of theirs that a reply answers. */
export type Asker = { readonly by: CustomerPerson; readonly asked: readonly string[] };

/** The people a reply is for: all whose questions wait; where none waits, the last person who asked. */
export function askers(remarks: readonly Remark[] = []): readonly Asker[] {
  const waiting = waitingRemarks(remarks).flatMap(questionIn);
  const last = remarks.flatMap(questionIn).at(-1);
  const questions = waiting.length > 0 ? waiting : last ? [last] : [];
  const people = new Map(questions.map(({ by }) => [by.objectId, by]));
  return [...people.values()].map((by) => {
    const theirs = questions.filter((one) => one.by.objectId === by.objectId);
    return { by, asked: theirs.map(({ text }) => text) };
  });
}

/** The questions since the partner's last reply. */
export function waitingRemarks(remarks: readonly Remark[]): readonly Remark[] {
  return remarks.slice(remarks.findLastIndex(({ by }) => by.kind === 'agent') + 1);
}

function questionIn({ by, text }: Remark): { by: CustomerPerson; text: string }[] {
  return by.kind === 'customer' ? [{ by, text }] : [];
}

function withReplyMailing(
  relationship: Relationship | undefined,
  event: ReplyMailed | ReplyMailFailed,
  mailing: Mailing,
): Relationship {
  return withNote(relationship, event, ({ id, remarks = [] }) => {
    // The mail may go out after a newer invitation has replaced the one that was asked about.
    if (id !== event.invitationId) return {};
    const reply = replyAt(remarks, event.repliedAt);
    const mailings = reply?.mailings?.map((one) => (one.to === event.to ? mailing : one)) ?? [];
    return { remarks: remarks.map((one) => (one === reply ? { ...one, mailings } : one)) };
  });
}

/**
 * Where a reply reaches the person who asked: the contact's address if they are the contact, else an address under the
 * invited domain, else the first name that the directory knows them by. The directory's other addresses are unproven.
 */
function replyAddressOf(
  { emails }: CustomerPerson,
  domain: string,
  contact: string | undefined,
): string | undefined {
  const is = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  if (contact !== undefined && emails.some((one) => is(one, contact))) return contact;
  const [first] = emails;
  const own = emails.find((one) => isMailAddress(one) && one.toLowerCase().endsWith(`@${domain}`));
  return own ?? (first !== undefined && isMailAddress(first) ? first : undefined);
}

const LONGEST_ADDRESS = 254;

// A directory's names can be anything, even a telephone number.
function isMailAddress(text: string): boolean {
  return (
    text.length <= LONGEST_ADDRESS &&
    /^[^\s\p{C}@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:".]+(\.[^\s\p{C}@<>()[\]\\,;:".]+)+$/u.test(text)
  );
}

/** The rules of this concern, by command; `decide` joins them. */
export const REPLY_MAIL_RULES = {
  'reply-mail': decideReplyMail,
};

/** The effects of this concern, by event; `evolve` joins them. */
export const REPLY_MAIL_EFFECTS = {
  'reply-mailed': afterReplyMailed,
  'reply-mail-failed': afterReplyMailFailed,
};
