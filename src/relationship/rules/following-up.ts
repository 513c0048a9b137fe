import type { Extend, HandOver, Remind, Revoke, Share } from '../command.ts';
import type {
  Event,
  InvitationExtended,
  InvitationHandedOver,
  InvitationReminded,
  InvitationRevoked,
  InvitationShared,
} from '../event.ts';
import { ownerOf } from '../relationship.ts';
import { type Effect, endedBy, withEnding, withOpen } from './effects.ts';
import { LONGEST_DAYS, refuse, requireLife, requireOpen, requireReason, type Situation } from './guards.ts';
import { DAY } from './inviting.ts';
import { withMailTaken } from './mails.ts';
import { remindByClock } from './reminding.ts';

// Records that the invitation was sent; every further sending is recorded too.
function decideShare(command: Share, situation: Situation, now: Date): Event[] {
  const { by, invitationId, way } = command;
  requireOpen(invitationId, situation, now);
  const sent = way === 'mail' ? { way, mailId: command.mailId } : { way };
  return [{ type: 'invitation-shared', invitationId, at: now, by, ...sent }];
}

// Reminds the customer: an agent may at any time after sending, the clock does on its days.
function decideRemind({ by, invitationId }: Remind, situation: Situation, now: Date): Event[] {
  if (by.kind === 'clock') return remindByClock(invitationId, situation, now);
  const { status } = requireOpen(invitationId, situation, now);
  if (status === 'draft') refuse({ code: 'not-sent-yet', invitationId });
  return [{ type: 'invitation-reminded', invitationId, at: now, by }];
}

// Gives the customer more days to answer, up to 30 days in all from the day the invitation was drafted.
function decideExtend({ by, invitationId, days }: Extend, situation: Situation, now: Date): Event[] {
  const { expiresAt: before, createdAt } = requireOpen(invitationId, situation, now);
  const expiresAt = new Date(before.getTime() + requireLife(days) * DAY);
  const latest = new Date(createdAt.getTime() + LONGEST_DAYS * DAY);
  if (expiresAt > latest) refuse({ code: 'extension-too-long', latest });
  return [{ type: 'invitation-extended', invitationId, at: now, by, expiresAt }];
}

// Gives the invitation to another agent: Sales agents give away their own, Admin agents any.
function decideHandOver({ by, invitationId, to }: HandOver, situation: Situation, now: Date): Event[] {
  const owner = ownerOf(requireOpen(invitationId, situation, now));
  if (by.role !== 'admin' && owner.objectId !== by.objectId)
    refuse({ code: 'role-required', needed: ['admin'] });
  if (owner.objectId === to.objectId) return [];
  return [{ type: 'invitation-handed-over', invitationId, at: now, by, to }];
}

// Withdraws the open invitation, with a reason where one is given.
function decideRevoke({ by, invitationId, reason }: Revoke, situation: Situation, now: Date): Event[] {
  requireOpen(invitationId, situation, now);
  return [{ type: 'invitation-revoked', invitationId, at: now, by, ...requireReason(reason) }];
}

// The invitation is sent. If the customer has read it already, it stays read.
const afterShared: Effect<InvitationShared> = (relationship, event) =>
  withOpen(relationship, event, (invitation) => {
    // The card shows the last step of the customer rather than a later one of the partner.
    if (invitation.status === 'viewed') return withMailTaken(invitation, event);
    const sentAt = invitation.sentAt ?? event.at;
    return { ...withMailTaken(invitation, event), sentAt, status: 'sent', at: event.at, by: event.by };
  });

// The reminder day is kept; an agent's reminder leaves no trace in the state.
const afterReminded: Effect<InvitationReminded> = (relationship, event) =>
  withOpen(relationship, event, (invitation) =>
    event.day === undefined ? invitation : { ...invitation, remindedDay: event.day },
  );

// The invitation expires later.
const afterExtended: Effect<InvitationExtended> = (relationship, event) =>
  withOpen(relationship, event, (invitation) => ({ ...invitation, expiresAt: event.expiresAt }));

// The invitation has its new owner.
const afterHandedOver: Effect<InvitationHandedOver> = (relationship, event) =>
  withOpen(relationship, event, (invitation) => ({ ...invitation, owner: event.to }));

// The invitation ends withdrawn.
const afterRevoked: Effect<InvitationRevoked> = (relationship, event) =>
  withEnding(relationship, event, { status: 'revoked', ...endedBy(event) });

/** The rules of this concern, by command; `decide` joins them. */
export const FOLLOWING_UP_RULES = {
  share: decideShare,
  remind: decideRemind,
  extend: decideExtend,
  handover: decideHandOver,
  revoke: decideRevoke,
};

/** The effects of this concern, by event; `evolve` joins them. */
export const FOLLOWING_UP_EFFECTS = {
  'invitation-shared': afterShared,
  'invitation-reminded': afterReminded,
  'invitation-extended': afterExtended,
  'invitation-handed-over': afterHandedOver,
  'invitation-revoked': afterRevoked,
};
