import { type Announced, DONE, type SettledOutcome } from '../delivery/delivery.ts';
import type { QuestionAnswered } from '../relationship/event.ts';
import { hasInvitation, type WithInvitation } from '../relationship/relationship.ts';
import { mailingTo } from '../relationship/rules/reply-mails.ts';
import type { StoredEvent } from '../store/documents.ts';
import { attemptMail, type MailAttempt } from './attempt.ts';
import { type Mail, replyMailOf } from './compose.ts';
import { isWaiting, type MailerParts } from './parts.ts';

/** Sends a reply to everyone who asked and has not got it yet, and records each mail that was taken or failed. */
export async function sendReplies(
  event: QuestionAnswered,
  announced: Announced,
  parts: MailerParts,
): Promise<SettledOutcome> {
  const { recorded, state } = announced;
  if (!hasInvitation(state)) return DONE;
  const mails = repliesToSend(event, { recorded, state, partner: announced.partner }, parts);
  // All at once, so that together they take no longer than the lease on their event.
  const ended = await Promise.allSettled(mails.map((one) => sendReply(one, recorded, parts)));
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken) throw broken.reason;
  const later = ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return later.find(({ type }) => type !== 'done') ?? DONE;
}

type ReplyToSend = { readonly event: QuestionAnswered; readonly mailId: string; readonly mail: Mail };

function repliesToSend(
  event: QuestionAnswered,
  { recorded, state, partner }: Announced & { readonly state: WithInvitation },
  parts: MailerParts,
): ReplyToSend[] {
  const link = replyLink(recorded, state, parts);
  const about = { eventId: recorded.id, relationship: state, partner, event, link };
  return (event.mails ?? []).flatMap((mail, at) => {
    // Each has a Message-ID of its own: the server may take one and put off another.
    const mailId = at === 0 ? recorded.id : `${recorded.id}.${at}`;
    if (isSettled(event, mail.to, state)) return [];
    return [{ event, mailId, mail: replyMailOf({ ...about, mail, mailId }, parts.sender) }];
  });
}

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

async function sendReply(
  { event: { invitationId, at: repliedAt }, mailId, mail }: ReplyToSend,
  recorded: StoredEvent,
  parts: MailerParts,
): Promise<SettledOutcome> {
  const attempt = await attemptMail(mail, recorded, parts.smtp);
  if (attempt.type === 'later') return attempt;
  const about = { by: { kind: 'clock' }, invitationId, repliedAt, to: mail.to } as const;
  const command = { type: 'reply-mail', ...about, outcome: replyOutcome(attempt, mailId) } as const;
  await parts.service.execute(command, recorded.relationshipId, { cause: `reply:${mailId}` });
  return DONE;
}

function replyOutcome(attempt: Exclude<MailAttempt, { type: 'later' }>, mailId: string) {
  if (attempt.type === 'taken') return { status: 'sent', mailId } as const;
  const { failure, answer } = attempt;
  return { status: 'failed', failure, answer } as const;
}
