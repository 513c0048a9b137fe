import type { InvitationMailQueued, InvitationReminded } from '../relationship/event.ts';
import { Refusal } from '../relationship/refusal.ts';
import { remindableMailing } from '../relationship/rules/mails.ts';
import { unsubscribeToken } from '../service/unsubscribe-token.ts';
import type { StoredEvent } from '../store/relationships/change.ts';
import { invitationLink } from '../words/messages/invitation-link.ts';
import { attemptMail, type Failed } from './attempt.ts';
import { type About, invitationMail, type Mail, reminderMailOf } from './compose.ts';
import { type Happening, isWaiting, type MailerParts } from './mailing.ts';
import { dueReplies } from './replies.ts';

/** Sends the mails that events ask for, and records what became of them. */
export function createMailer(parts: MailerParts) {
  return {
    /**
     * What sends the mail that this event asks for, as things stand now, and records it; undefined when it asks for
     * none. It rejects when it has to be tried again.
     */
    due(happening: Happening): (() => Promise<void>) | undefined {
      const due = dueMail(happening, parts);
      return due ? () => carryOut(due, happening, parts) : dueReplies(happening, parts);
    },

    /** Breaks off what is under way; the outbox has it still. */
    close: (): void => parts.smtp.close(),
  };
}

/** Sends mails. */
export type Mailer = ReturnType<typeof createMailer>;

// A mail to send, or why the mail that was asked for cannot be made.
type Due =
  | { readonly isFirst: boolean; readonly mail: Mail }
  | { readonly isFirst: true; readonly mail: undefined };

function dueMail({ recorded, state, partner }: Happening, parts: MailerParts): Due | undefined {
  const { event } = recorded;
  if (event.type !== 'invitation-mail-queued' && event.type !== 'invitation-reminded') return undefined;
  // Of an invitation that has ended nobody is to hear by mail.
  if (!isWaiting(state, event.invitationId, parts.now())) return undefined;
  const about = { eventId: recorded.id, relationship: state, partner };
  return event.type === 'invitation-reminded'
    ? reminder({ ...about, event }, recorded, parts)
    : first({ ...about, event }, recorded, parts);
}

type First = About & { readonly event: InvitationMailQueued };
type Reminder = About & { readonly event: InvitationReminded };

function first(about: First, { sealed = '' }: StoredEvent, { seal, sender }: MailerParts): Due | undefined {
  const { mailing, tokenHash } = about.relationship.invitation;
  // Asked for, failed and asked for again: only the last counts.
  const isThis = mailing?.status === 'queued' && mailing.at.getTime() === about.event.at.getTime();
  if (!isThis) return undefined;
  const token = seal.open(sealed, tokenHash);
  if (token === undefined) return { isFirst: true, mail: undefined };
  const link = invitationLink(sender.publicUrl, token);
  return { isFirst: true, mail: invitationMail({ ...about, link }, sender) };
}

function reminder(
  about: Reminder,
  { relationshipId }: StoredEvent,
  { sender }: MailerParts,
): Due | undefined {
  const { invitation } = about.relationship;
  const first = remindableMailing(invitation);
  if (!first) return undefined;
  const unsubscribeUrl = `${sender.publicUrl}/unsubscribe/${unsubscribeToken(relationshipId, invitation)}`;
  return { isFirst: false, mail: reminderMailOf({ ...about, first, unsubscribeUrl }, sender) };
}

async function carryOut({ mail, isFirst }: Due, { recorded }: Happening, parts: MailerParts): Promise<void> {
  if (!mail) return fail(recorded, { failure: 'link-lost' }, parts);
  const failed = await attemptMail(mail, recorded, parts.smtp);
  if (failed) return fail(recorded, failed, parts);
  if (isFirst) await recordSent(recorded, parts);
}

// Only now is it known that the invitation went out.
async function recordSent({ id, relationshipId, event }: StoredEvent, { service, log }: MailerParts) {
  if (event.type !== 'invitation-mail-queued') return;
  const { by, invitationId } = event;
  const command = { type: 'share', by, invitationId, way: 'mail', mailId: id } as const;
  await service.execute(command, relationshipId, { cause: `mail:${id}` }).catch((error: unknown) => {
    // It was withdrawn in the very moment in which the mail went out.
    if (!(error instanceof Refusal)) throw error;
    log.info({ refusal: error.reason.code, event: id }, 'A mail went out for an invitation that has ended');
  });
}

async function fail(
  { id, relationshipId, event }: StoredEvent,
  failed: Failed,
  { service }: MailerParts,
): Promise<void> {
  if (!('invitationId' in event)) return;
  const { invitationId } = event;
  const command = { type: 'fail-mail', by: { kind: 'clock' }, invitationId, ...failed } as const;
  await service.execute(command, relationshipId, { cause: `mail-failed:${id}` });
}
