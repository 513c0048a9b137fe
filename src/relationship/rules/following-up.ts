import type {
  Accept,
  Decline,
  Expire,
  Extend,
  HandOver,
  Remind,
  Revoke,
  Share,
  Stray,
  View,
} from '../command.ts';
import type { Event, Proof } from '../event.ts';
import type { CustomerPerson } from '../people.ts';
import { type OpenInvitation, ownerOf } from '../relationship.ts';
import { isOver } from '../standing.ts';
import { proofOf } from './authority.ts';
import {
  LONGEST_DAYS,
  LONGEST_REASON,
  refuse,
  requireLength,
  requireLife,
  requireOpen,
  requireOwnOrganisation,
  type Situation,
} from './guards.ts';
import { DAY } from './inviting.ts';

/** The invitation went out. */
export function share(command: Share, situation: Situation, now: Date): Event[] {
  const { by, invitationId } = command;
  requireOpen(invitationId, situation, now);
  const { way } = command;
  const sent = way === 'mail' ? { way, mailId: command.mailId } : { way };
  return [{ type: 'invitation-shared', invitationId, at: now, by, ...sent }];
}

/** Somebody of the customer reads it; only the first time is news. */
export function view({ by, invitationId }: View, situation: Situation, now: Date): Event[] {
  requireOwnOrganisation(by, situation);
  const { relationship } = situation;
  if (relationship?.status !== 'invited' || relationship.invitation.id !== invitationId) return [];
  if (relationship.invitation.status === 'viewed' || isOver(relationship.invitation, now)) return [];
  return [{ type: 'invitation-viewed', invitationId, at: now, by }];
}

/** The customer's yes. */
export function accept(command: Accept, situation: Situation, now: Date): Event[] {
  return [{ ...answer(command, situation, now), type: 'invitation-accepted' }];
}

/** The customer's no. */
export function decline(command: Decline, situation: Situation, now: Date): Event[] {
  return [{ ...answer(command, situation, now), type: 'invitation-declined', ...because(command.reason) }];
}

function answer(
  { by, invitationId }: Accept | Decline,
  situation: Situation,
  now: Date,
): { invitationId: string; at: Date; by: CustomerPerson; proof: Proof } {
  requireOwnOrganisation(by, situation);
  const { contact } = requireOpen(invitationId, situation, now).terms;
  const proof = proofOf(by, situation.partner.authority, contact);
  if (!proof) refuse({ code: 'no-authority', ...(contact === undefined ? {} : { contact }) });
  return { invitationId, at: now, by, proof };
}

/** The partner takes it back. */
export function revoke({ by, invitationId, reason }: Revoke, situation: Situation, now: Date): Event[] {
  requireOpen(invitationId, situation, now);
  return [{ type: 'invitation-revoked', invitationId, at: now, by, ...because(reason) }];
}

/** The customer is asked again: by an agent at any time after sending, by the clock on the partner's reminder days. */
export function remind({ by, invitationId }: Remind, situation: Situation, now: Date): Event[] {
  if (by.kind === 'clock') return remindByClock(invitationId, situation, now);
  const { status } = requireOpen(invitationId, situation, now);
  if (status === 'draft') refuse({ code: 'not-sent-yet', invitationId });
  return [{ type: 'invitation-reminded', invitationId, at: now, by }];
}

function remindByClock(invitationId: string, { partner, relationship }: Situation, now: Date): Event[] {
  if (relationship?.status !== 'invited' || relationship.invitation.id !== invitationId) return [];
  if (isOver(relationship.invitation, now)) return [];
  const day = dueDay(relationship.invitation, partner.reminderDays ?? [], now);
  const by = { kind: 'clock' } as const;
  return day === undefined ? [] : [{ type: 'invitation-reminded', invitationId, at: now, by, day }];
}

// After a pause only the latest of several missed days is kept: nobody wants three reminders at once.
function dueDay({ sentAt, remindedDay = 0 }: OpenInvitation, days: readonly number[], now: Date) {
  if (!sentAt) return undefined;
  const passed = days.filter((day) => day > remindedDay && sentAt.getTime() + day * DAY <= now.getTime());
  return passed.length === 0 ? undefined : Math.max(...passed);
}

/** More days to answer, but never more than a link may live in all. */
export function extend({ by, invitationId, days }: Extend, situation: Situation, now: Date): Event[] {
  const { expiresAt: before, createdAt } = requireOpen(invitationId, situation, now);
  const expiresAt = new Date(before.getTime() + requireLife(days) * DAY);
  const latest = new Date(createdAt.getTime() + LONGEST_DAYS * DAY);
  if (expiresAt > latest) refuse({ code: 'extension-too-long', latest });
  return [{ type: 'invitation-extended', invitationId, at: now, by, expiresAt }];
}

/** Somebody else looks after it: Sales agents give away their own, Admin agents anybody's. */
export function handOver({ by, invitationId, to }: HandOver, situation: Situation, now: Date): Event[] {
  const owner = ownerOf(requireOpen(invitationId, situation, now));
  if (by.role !== 'admin' && owner.objectId !== by.objectId)
    refuse({ code: 'role-required', needed: ['admin'] });
  if (owner.objectId === to.objectId) return [];
  return [{ type: 'invitation-handed-over', invitationId, at: now, by, to }];
}

/** Somebody who does not belong to the customer opened the link: the partner is told once. */
export function stray({ by, invitationId }: Stray, { partner, relationship }: Situation, now: Date): Event[] {
  if (relationship?.status !== 'invited' || relationship.invitation.id !== invitationId) return [];
  if (relationship.invitation.hasStrayed || isOver(relationship.invitation, now)) return [];
  const isPartners = partner.tenantIds.includes(by.tenantId);
  const isCustomers = !by.isGuest && by.tenantId === relationship.customer.tenantId;
  return isPartners || isCustomers ? [] : [{ type: 'invitation-strayed', invitationId, at: now, by }];
}

/** Its time is over. */
export function expire({ by, invitationId }: Expire, { relationship }: Situation, now: Date): Event[] {
  if (relationship?.status !== 'invited' || relationship.invitation.id !== invitationId) return [];
  return isOver(relationship.invitation, now)
    ? [{ type: 'invitation-expired', invitationId, at: now, by }]
    : [];
}

function because(reason: string | undefined): { reason?: string } {
  if (reason === undefined) return {};
  requireLength(reason, LONGEST_REASON);
  return { reason };
}
