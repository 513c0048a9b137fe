import type { QuestionAnswered } from '../relationship/event.ts';
import { hasInvitation, type WithInvitation } from '../relationship/relationship.ts';
import { mailingTo } from '../relationship/rules/reply-mails.ts';
import type { StoredEvent } from '../store/relationships/change.ts';
import { invitationLink } from '../words/messages/invitation-link.ts';
import { attemptMail } from './attempt.ts';
import { type Mail, replyMailOf } from './compose.ts';
import { type Happening, isWaiting, type MailerParts } from './mailing.ts';

/** What sends a reply to those who asked and have not got it yet; undefined when there is nothing to send. */
export function dueReplies(
  { recorded, state, partner }: Happening,
  parts: MailerParts,
): (() => Promise<void>) | undefined {
  const { event } = recorded;
  if (event.type !== 'question-answered' || !hasInvitation(state)) return undefined;
  const link = linkOf(recorded, state, parts);
  const about = { eventId: recorded.id, relationship: state, partner, event, link };
  const due = (event.mails ?? []).flatMap((mail, at) => {
    // Each has a Message-ID of its own: one may be taken while another has to be tried again.
    const mailId = at === 0 ? recorded.id : `${recorded.id}.${at}`;
    if (isSettled(event, mail.to, state)) return [];
    return [{ mailId, mail: replyMailOf({ ...about, mail, mailId }, parts.sender) }];
  });
  return due.length === 0 ? undefined : () => sendAll(due, recorded, parts);
}

// The reply is told whatever has become of the invitation; a link that leads nowhere is not.
function linkOf({ event, sealed }: StoredEvent, state: WithInvitation, { seal, sender, now }: MailerParts) {
  if (event.type !== 'question-answered' || sealed === undefined) return undefined;
  if (!isWaiting(state, event.invitationId, now())) return undefined;
  const token = seal.open(sealed, state.invitation.tokenHash);
  return token === undefined ? undefined : invitationLink(sender.publicUrl, token);
}

function isSettled(
  { invitationId, at }: QuestionAnswered,
  to: string,
  { invitation }: WithInvitation,
): boolean {
  if (invitation.id !== invitationId) return false;
  return mailingTo(invitation.remarks, { repliedAt: at, to })?.status !== 'queued';
}

type Due = { readonly mailId: string; readonly mail: Mail };

// All at once, so that together they take no longer than the lease on their event.
async function sendAll(due: readonly Due[], recorded: StoredEvent, parts: MailerParts): Promise<void> {
  const ended = await Promise.allSettled(due.map((one) => send(one, recorded, parts)));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

async function send(
  { mailId, mail }: Due,
  recorded: StoredEvent,
  { smtp, service }: MailerParts,
): Promise<void> {
  const { event, relationshipId } = recorded;
  if (event.type !== 'question-answered') return;
  const failed = await attemptMail(mail, recorded, smtp);
  const outcome = failed ? ({ status: 'failed', ...failed } as const) : ({ status: 'sent', mailId } as const);
  const { invitationId, at: repliedAt } = event;
  const about = { by: { kind: 'clock' }, invitationId, repliedAt, to: mail.to } as const;
  await service.execute({ type: 'reply-mail', ...about, outcome }, relationshipId, {
    cause: `reply:${mailId}`,
  });
}
