import type { Ask, Reply, ReportAbuse } from '../command.ts';
import type { Event } from '../event.ts';
import type { Remark, WithInvitation } from '../relationship.ts';
import {
  LONGEST_REASON,
  refuse,
  requireInvited,
  requireLength,
  requireOwnOrganisation,
  type Situation,
} from './guards.ts';
import { replyMails, unanswered } from './reply-mails.ts';

/** How many characters a question or a reply may have. */
export const LONGEST_REMARK = 1000;
/** How many questions may wait for a reply at a time: the partner's channel hears of every one. */
export const MOST_WAITING = 3;
/** How many questions and replies one invitation keeps; a card and a page have to show them. */
export const MOST_REMARKS = 40;

/** Somebody of the customer wants to know something, also of a request that is closed: it may have expired too soon. */
export function ask({ by, invitationId, text }: Ask, situation: Situation, now: Date): Event[] {
  requireOwnOrganisation(by, situation);
  const { invitation } = requireCurrent(invitationId, situation);
  const { remarks = [] } = invitation;
  if (text.trim() === '') refuse({ code: 'question-empty' });
  requireLength(text.trim(), LONGEST_REMARK);
  if (unanswered(remarks).length >= MOST_WAITING || remarks.length >= MOST_REMARKS)
    refuse({ code: 'too-many-questions' });
  return [{ type: 'question-asked', invitationId, at: now, by, text: text.trim() }];
}

/** The partner's answer, to whatever has been asked so far. */
export function reply(command: Reply, situation: Situation, now: Date): Event[] {
  const { by, invitationId, text } = command;
  const relationship = requireCurrent(invitationId, situation);
  const { remarks = [] } = relationship.invitation;
  if (text.trim() === '') refuse({ code: 'question-empty' });
  requireLength(text.trim(), LONGEST_REMARK);
  if (remarks.length >= MOST_REMARKS) refuse({ code: 'too-many-questions' });
  const mails = replyMails(command, relationship);
  return [{ type: 'question-answered', invitationId, at: now, by, text: text.trim(), ...mails }];
}

/** Somebody of the customer does not believe the request: the partner is told once, and its link is not changed. */
export function reportAbuse(
  { by, invitationId, reason }: ReportAbuse,
  situation: Situation,
  now: Date,
): Event[] {
  requireOwnOrganisation(by, situation);
  const { invitation } = requireCurrent(invitationId, situation);
  if (invitation.isReported) return [];
  requireLength(reason?.trim() ?? '', LONGEST_REASON);
  const because = reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim() };
  return [{ type: 'abuse-reported', invitationId, at: now, by, ...because }];
}

/** Whether somebody of the customer waits for a reply. */
export function isWaitingForReply(remarks: readonly Remark[] = []): boolean {
  return unanswered(remarks).length > 0;
}

function requireCurrent(invitationId: string, situation: Situation): WithInvitation {
  const relationship = requireInvited(situation, invitationId);
  if (relationship.invitation.id !== invitationId) refuse({ code: 'invitation-replaced' });
  return relationship;
}
