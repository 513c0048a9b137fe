import type { FailMail, SendMail, Unsubscribe } from '../command.ts';
import type { Event, InvitationMailFailed, InvitationMailQueued, InvitationShared } from '../event.ts';
import type { Issued, Mailing, OpenInvitation } from '../relationship.ts';
import { refuse, requireOpen, type Situation } from './guards.ts';

/** The link is to go to the contact by mail; pressed twice it goes once. */
export function sendMail(command: SendMail, situation: Situation, now: Date): Event[] {
  const { by, invitationId, words, replyTo } = command;
  const { terms, tokenHash, mailing } = requireOpen(invitationId, situation, now);
  if (terms.contact === undefined) refuse({ code: 'no-contact', invitationId });
  if (command.tokenHash !== tokenHash) refuse({ code: 'link-unknown', invitationId });
  if (mailing && mailing.status !== 'failed') return [];
  const more = { ...(words ? { words } : {}), ...(replyTo === undefined ? {} : { replyTo }) };
  return [{ type: 'invitation-mail-queued', invitationId, at: now, by, to: terms.contact, ...more }];
}

/** A mail of an invitation that still waits does not arrive. */
export function failMail(command: FailMail, situation: Situation, now: Date): Event[] {
  const { by, invitationId, failure, answer } = command;
  const mailing = waitingMail(invitationId, situation);
  if (!mailing) return [];
  const said = answer === undefined ? {} : { answer };
  return [{ type: 'invitation-mail-failed', invitationId, at: now, by, to: mailing.to, failure, ...said }];
}

/** No more reminders by mail; an invitation that has ended sends none anyway. */
export function unsubscribe({ invitationId, by }: Unsubscribe, situation: Situation, now: Date): Event[] {
  const mailing = waitingMail(invitationId, situation);
  if (mailing?.status !== 'sent' || mailing.isUnsubscribed) return [];
  return [{ type: 'invitation-unsubscribed', invitationId, at: now, by }];
}

/** A first mail that the mail server has taken. */
export type SentMailing = Extract<Mailing, { status: 'sent' }>;

/** The mail that a reminder by mail can follow up on; undefined when there is none, or no reminder is wanted. */
export function remindableMailing({ mailing }: Issued): SentMailing | undefined {
  return mailing?.status === 'sent' && !mailing.isUnsubscribed ? mailing : undefined;
}

/** How a mail that was just asked for, or that does not arrive, stands. */
export function mailingOf(event: InvitationMailQueued | InvitationMailFailed): Mailing {
  const { to, at } = event;
  if (event.type === 'invitation-mail-queued') {
    const { replyTo } = event;
    return { status: 'queued', to, at, ...(replyTo === undefined ? {} : { replyTo }) };
  }
  const { failure, answer } = event;
  return { status: 'failed', to, at, failure, ...(answer === undefined ? {} : { answer }) };
}

/** The invitation, whose mail the server has taken if that is how it went out. */
export function mailed(invitation: OpenInvitation, event: InvitationShared): OpenInvitation {
  if (event.way !== 'mail' || !invitation.mailing) return invitation;
  const { to, replyTo } = invitation.mailing;
  const answered = replyTo === undefined ? {} : { replyTo };
  return { ...invitation, mailing: { status: 'sent', to, at: event.at, mailId: event.mailId, ...answered } };
}

function waitingMail(invitationId: string, { relationship }: Situation): Mailing | undefined {
  if (relationship?.status !== 'invited' || relationship.invitation.id !== invitationId) return undefined;
  return relationship.invitation.mailing;
}
