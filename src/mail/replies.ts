import { DONE, type MailOutcome, type PlacedMail } from '../delivery/delivery.ts';
import type { QuestionAnswered } from '../relationship/event.ts';
import { hasInvitation, type WithInvitation } from '../relationship/relationship.ts';
import { mailingTo } from '../relationship/rules/reply-mails.ts';
import type { StoredEvent } from '../store/documents.ts';
import { attemptMail, type MailAttempt } from './attempt.ts';
import { type Mail, replyMailOf } from './compose.ts';
import { isWaiting, type MailerParts } from './parts.ts';

/** Sends a reply to one of the people who asked, unless they have it, and records that it was taken or failed. */
export async function sendReply(
  event: QuestionAnswered,
  placed: PlacedMail,
  parts: MailerParts,
): Promise<MailOutcome> {
  const { recorded, state, partner } = placed.announced;
  const mails = event.mails ?? [];
  const at = mails.findIndex(({ to }) => to === placed.to);
  const mail = mails[at];
  if (!mail || !hasInvitation(state) || isSettled(event, mail.to, state)) return DONE;
  // Each has a Message-ID of its own: the server may take one and put off another.
  const mailId = at === 0 ? recorded.id : `${recorded.id}.${at}`;
  const link = replyLink(recorded, state, parts);
  const about = { eventId: recorded.id, relationship: state, partner, event, link };
  const composed = replyMailOf({ ...about, mail, mailId }, parts.sender);
  return sendReplyMail({ event, mailId, mail: composed }, placed, parts);
}

type ReplyToSend = { readonly event: QuestionAnswered; readonly mailId: string; readonly mail: Mail };

// The reply goes out even for an invitation that has ended, but without a link that no longer works.
function replyLink(
  { event, sealed }: StoredEvent,
  state: WithInvitation,
  { openLink, now }: MailerParts,
): string | undefined {
  if (event.type !== 'question-answered' || !isWaiting(state, event.invitationId, now())) return undefined;
  return openLink(sealed, state.invitation.tokenHash);
}

function isSettled(
  { invitationId, at }: QuestionAnswered,
  to: string,
  { invitation }: WithInvitation,
): boolean {
  if (invitation.id !== invitationId) return false;
  return mailingTo(invitation.remarks, { repliedAt: at, to })?.status !== 'queued';
}

async function sendReplyMail(
  { event: { invitationId, at: repliedAt }, mailId, mail }: ReplyToSend,
  placed: PlacedMail,
  parts: MailerParts,
): Promise<MailOutcome> {
  const attempt = await attemptMail(mail, placed, parts.smtp);
  if (attempt.type === 'later') return attempt;
  const about = { by: { kind: 'clock' }, invitationId, repliedAt, to: mail.to } as const;
  const command = { type: 'reply-mail', ...about, outcome: replyOutcome(attempt, mailId) } as const;
  await parts.service.execute(command, placed.announced.relationshipId, { cause: `reply:${mailId}` });
  return DONE;
}

function replyOutcome(attempt: Exclude<MailAttempt, { type: 'later' }>, mailId: string) {
  if (attempt.type === 'taken') return { status: 'sent', mailId } as const;
  const { failure, answer } = attempt;
  return { status: 'failed', failure, answer } as const;
}
