import { DONE, type MailOutcome, type PlacedMail } from '../delivery/delivery.ts';
import type { InvitationMailQueued, InvitationReminded } from '../relationship/event.ts';
import { Refusal } from '../relationship/refusal.ts';
import type { WithInvitation } from '../relationship/relationship.ts';
import { remindableMailing } from '../relationship/rules/mails.ts';
import { unsubscribeToken } from '../service/unsubscribe-token.ts';
import type { StoredEvent } from '../store/documents.ts';
import { attemptMail, type FailedMail } from './attempt.ts';
import { invitationMail, reminderMailOf } from './compose.ts';
import { isWaiting, type MailerParts } from './parts.ts';

/** Sends the mail with the link, and records that the invitation went out or why it did not. */
export async function sendInvitation(
  event: InvitationMailQueued,
  placed: PlacedMail,
  parts: MailerParts,
): Promise<MailOutcome> {
  const { recorded, state, partner } = placed.announced;
  // An invitation that has ended sends no mails.
  if (!isWaiting(state, event.invitationId, parts.now()) || !isLatest(event, state)) return DONE;
  const { invitationId } = event;
  const link = parts.openLink(recorded.sealed, state.invitation.tokenHash);
  if (link === undefined) {
    await recordFailure({ invitationId, failure: 'link-lost' }, recorded, parts);
    return DONE;
  }
  const about = { eventId: recorded.id, relationship: state, partner, event, link };
  const attempt = await attemptMail(invitationMail(about, parts.sender), placed, parts.smtp);
  if (attempt.type === 'later') return attempt;
  if (attempt.type === 'taken') await recordSent(event, recorded, parts);
  else await recordFailure({ ...attempt, invitationId }, recorded, parts);
  return DONE;
}

// Of a mail that was asked for, failed and was asked for again only the last one counts.
function isLatest({ at }: InvitationMailQueued, { invitation: { mailing } }: WithInvitation): boolean {
  return mailing?.status === 'queued' && mailing.at.getTime() === at.getTime();
}

/** Sends the reminder to the address that the first mail went to, unless its reader has unsubscribed. */
export async function sendReminder(
  event: InvitationReminded,
  placed: PlacedMail,
  parts: MailerParts,
): Promise<MailOutcome> {
  const { recorded, state, partner } = placed.announced;
  if (!isWaiting(state, event.invitationId, parts.now())) return DONE;
  const first = remindableMailing(state.invitation);
  if (!first) return DONE;
  const token = unsubscribeToken(recorded.relationshipId, state.invitation);
  const unsubscribeUrl = `${parts.sender.publicUrl}/unsubscribe/${token}`;
  const about = { eventId: recorded.id, relationship: state, partner, event, first, unsubscribeUrl };
  const attempt = await attemptMail(reminderMailOf(about, parts.sender), placed, parts.smtp);
  if (attempt.type === 'later') return attempt;
  if (attempt.type === 'failed')
    await recordFailure({ ...attempt, invitationId: event.invitationId }, recorded, parts);
  return DONE;
}

// The invitation counts as sent only once the mail server has its mail.
async function recordSent(
  { by, invitationId }: InvitationMailQueued,
  { id, relationshipId }: StoredEvent,
  { service, log }: MailerParts,
): Promise<void> {
  const command = { type: 'share', by, invitationId, way: 'mail', mailId: id } as const;
  await service.execute(command, relationshipId, { cause: `mail:${id}` }).catch((error: unknown) => {
    // The invitation was withdrawn while its mail was being sent.
    if (!(error instanceof Refusal)) throw error;
    log.info({ refusal: error.reason.code, event: id }, 'A mail went out for an invitation that has ended');
  });
}

type UndeliveredMail = Pick<FailedMail, 'failure'> & {
  readonly invitationId: string;
  readonly answer?: string;
};

async function recordFailure(
  { invitationId, failure, answer }: UndeliveredMail,
  { id, relationshipId }: StoredEvent,
  { service }: MailerParts,
): Promise<void> {
  const about = { failure, ...(answer === undefined ? {} : { answer }) };
  const command = { type: 'fail-mail', by: { kind: 'clock' }, invitationId, ...about } as const;
  await service.execute(command, relationshipId, { cause: `mail-failed:${id}` });
}
