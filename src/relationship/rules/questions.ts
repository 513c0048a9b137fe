import type { Ask, Reply, ReportAbuse } from '../command.ts';
import type { AbuseReported, Event, QuestionAnswered, QuestionAsked } from '../event.ts';
import type { Remark, WithInvitation } from '../relationship.ts';
import { type Effect, withNote } from './effects.ts';
import {
  refuse,
  requireInvited,
  requireLength,
  requireOwnOrganisation,
  requireReason,
  type Situation,
} from './guards.ts';
import { remarkOfReply, replyMails, waitingRemarks } from './reply-mails.ts';

/** How many characters a question or a reply may have. */
export const LONGEST_REMARK = 1000;
/** How many questions may wait for a reply at a time: each one is posted in the partner's channel. */
export const MOST_WAITING = 3;
/** How many questions and replies one invitation keeps: one card and one page show them all. */
export const MOST_REMARKS = 40;

// Asks the partner a question, also about a closed request: it may have expired too soon.
function decideAsk({ by, invitationId, text }: Ask, situation: Situation, now: Date): Event[] {
  requireOwnOrganisation(by, situation);
  const { remarks = [] } = requireCurrent(invitationId, situation).invitation;
  const question = requireRemark(text);
  if (waitingRemarks(remarks).length >= MOST_WAITING || remarks.length >= MOST_REMARKS)
    refuse({ code: 'too-many-questions' });
  return [{ type: 'question-asked', invitationId, at: now, by, text: question }];
}

// Replies to all questions asked so far.
function decideReply(command: Reply, situation: Situation, now: Date): Event[] {
  const { by, invitationId } = command;
  const relationship = requireCurrent(invitationId, situation);
  const { remarks = [] } = relationship.invitation;
  const text = requireRemark(command.text);
  if (remarks.length >= MOST_REMARKS) refuse({ code: 'too-many-questions' });
  const mails = replyMails(command, relationship);
  return [{ type: 'question-answered', invitationId, at: now, by, text, ...mails }];
}

// Reports the request as an abuse: the partner is told once, and the link stays as it is.
function decideReportAbuse(command: ReportAbuse, situation: Situation, now: Date): Event[] {
  const { by, invitationId } = command;
  requireOwnOrganisation(by, situation);
  const { invitation } = requireCurrent(invitationId, situation);
  if (invitation.isReported) return [];
  const reason = command.reason?.trim();
  return [
    {
      type: 'abuse-reported',
      invitationId,
      at: now,
      by,
      ...requireReason(reason === '' ? undefined : reason),
    },
  ];
}

// The question stands with the invitation.
const afterAsked: Effect<QuestionAsked> = (relationship, event) =>
  withNote(relationship, event, ({ remarks = [] }) => {
    const { at, by, text } = event;
    return { remarks: [...remarks, { at, by, text }] };
  });

// The reply stands with the invitation, with the mails that take it to the customer.
const afterReplied: Effect<QuestionAnswered> = (relationship, event) =>
  withNote(relationship, event, ({ remarks = [] }) => ({ remarks: [...remarks, remarkOfReply(event)] }));

// The partner has been told of the abuse.
const afterAbuseReported: Effect<AbuseReported> = (relationship, event) =>
  withNote(relationship, event, () => ({ isReported: true }));

/** Whether a question of the customer waits for a reply. */
export function isWaitingForReply(remarks: readonly Remark[] = []): boolean {
  return waitingRemarks(remarks).length > 0;
}

function requireCurrent(invitationId: string, situation: Situation): WithInvitation {
  const relationship = requireInvited(situation, invitationId);
  if (relationship.invitation.id !== invitationId) refuse({ code: 'invitation-replaced' });
  return relationship;
}

function requireRemark(written: string): string {
  const text = written.trim();
  if (text === '') refuse({ code: 'question-empty' });
  requireLength(text, LONGEST_REMARK);
  return text;
}

/** The rules of this concern, by command; `decide` joins them. */
export const QUESTION_RULES = {
  ask: decideAsk,
  reply: decideReply,
  'report-abuse': decideReportAbuse,
};

/** The effects of this concern, by event; `evolve` joins them. */
export const QUESTION_EFFECTS = {
  'question-asked': afterAsked,
  'question-answered': afterReplied,
  'abuse-reported': afterAbuseReported,
};
