import type { FailMail, SendMail, Unsubscribe } from '../command.ts';
import type {
  Event,
  InvitationMailFailed,
  InvitationMailQueued,
  InvitationShared,
  InvitationUnsubscribed,
  ReplyMailFailed,
} from '../event.ts';
import type { Issued, Mailing, OpenInvitation } from '../relationship.ts';
import { type Effect, withOpen } from './effects.ts';
import { findOpen, refuse, requireOpen, type Situation } from './guards.ts';

// Queues the mail with the link to the contact; a second press while it waits or after it went queues none.
function decideSendMail(command: SendMail, situation: Situation, now: Date): Event[] {
  const { by, invitationId, words, replyTo } = command;
  const { terms, tokenHash, mailing } = requireOpen(invitationId, situation, now);
  if (terms.contact === undefined) refuse({ code: 'no-contact', invitationId });
  if (command.tokenHash !== tokenHash) refuse({ code: 'link-unknown', invitationId });
  if (mailing && mailing.status !== 'failed') return [];
  const more = { ...(words ? { words } : {}), ...(replyTo === undefined ? {} : { replyTo }) };
  return [{ type: 'invitation-mail-queued', invitationId, at: now, by, to: terms.contact, ...more }];
}

// Records that the mail of an open invitation does not arrive.
function decideFailMail(command: FailMail, situation: Situation, now: Date): Event[] {
  const { by, invitationId, failure, answer } = command;
  const mailing = findOpen(invitationId, situation)?.mailing;
  if (!mailing) return [];
  const said = answer === undefined ? {} : { answer };
  return [{ type: 'invitation-mail-failed', invitationId, at: now, by, to: mailing.to, failure, ...said }];
}

// Stops reminders by mail; a closed invitation sends none anyway.
function decideUnsubscribe({ invitationId, by }: Unsubscribe, situation: Situation, now: Date): Event[] {
  const mailing = findOpen(invitationId, situation)?.mailing;
  if (mailing?.status !== 'sent' || mailing.isUnsubscribed) return [];
  return [{ type: 'invitation-unsubscribed', invitationId, at: now, by }];
}

// The mail waits for the mail server.
const afterMailQueued: Effect<InvitationMailQueued> = (relationship, event) =>
  withOpen(relationship, event, (invitation) => {
    const { to, at, replyTo } = event;
    const answers = replyTo === undefined ? {} : { replyTo };
    return { ...invitation, mailing: { status: 'queued', to, at, ...answers } };
  });

// The mail does not arrive.
const afterMailFailed: Effect<InvitationMailFailed> = (relationship, event) =>
  withOpen(relationship, event, (invitation) => ({ ...invitation, mailing: failedMailing(event) }));

// No reminder goes by mail any more.
const afterUnsubscribed: Effect<InvitationUnsubscribed> = (relationship, event) =>
  withOpen(relationship, event, (invitation) => {
    if (invitation.mailing?.status !== 'sent') return invitation;
    return { ...invitation, mailing: { ...invitation.mailing, isUnsubscribed: true } };
  });

/** The mail with the link, once the mail server has taken it. */
export type SentMailing = Extract<Mailing, { status: 'sent' }>;

/** The mail that a reminder by mail follows; undefined without one, or after its recipient wants no more reminders. */
export function remindableMailing({ mailing }: Issued): SentMailing | undefined {
  return mailing?.status === 'sent' && !mailing.isUnsubscribed ? mailing : undefined;
}

/** A mail that does not arrive, with why and the mail server's answer. */
export function failedMailing({ to, at, failure, answer }: InvitationMailFailed | ReplyMailFailed): Mailing {
  return { status: 'failed', to, at, failure, ...(answer === undefined ? {} : { answer }) };
}

/** The invitation after it was sent: its mail counts as sent if it went by mail. */
export function withMailTaken(invitation: OpenInvitation, event: InvitationShared): OpenInvitation {
  if (event.way !== 'mail' || !invitation.mailing) return invitation;
  const { to, replyTo } = invitation.mailing;
  const answers = replyTo === undefined ? {} : { replyTo };
  return { ...invitation, mailing: { status: 'sent', to, at: event.at, mailId: event.mailId, ...answers } };
}

/** The rules of this concern, by command; `decide` joins them. */
export const MAIL_RULES = {
  mail: decideSendMail,
  'fail-mail': decideFailMail,
  unsubscribe: decideUnsubscribe,
};

/** The effects of this concern, by event; `evolve` joins them. */
export const MAIL_EFFECTS = {
  'invitation-mail-queued': afterMailQueued,
  'invitation-mail-failed': afterMailFailed,
  'invitation-unsubscribed': afterUnsubscribed,
};
