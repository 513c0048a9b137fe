import type { Escalate, TakeOver } from '../command.ts';
import { type Event, type InvitationEscalated, invitationOf } from '../event.ts';
import { type OpenInvitation, ownerOf, type Relationship } from '../relationship.ts';
import { type Effect, withOpen } from './effects.ts';
import { findOpen, refuse, requireOpen, type Situation } from './guards.ts';
import { DAY } from './inviting.ts';
import { isDue } from './reminding.ts';

/** What decides whether nobody looks after an invitation. `days`: the partner's setting; absent: it has none. */
export type Attention = { readonly days: number | undefined; readonly isOwnerGone: boolean };

// Tells once that nobody looks after an open invitation; once more after it had a new owner or was looked after.
function decideEscalate(
  { by, invitationId, isOwnerGone }: Escalate,
  situation: Situation,
  now: Date,
): Event[] {
  const { relationship, partner } = situation;
  const invitation = findOpen(invitationId, situation);
  const days = partner.escalationDays;
  if (!relationship || !invitation || !isDue(escalationAt(relationship, { days, isOwnerGone }, now), now))
    return [];
  const why =
    isOwnerGone || days === undefined
      ? ({ reason: 'no-role' } as const)
      : ({ reason: 'unattended', days } as const);
  const { name, objectId } = ownerOf(invitation);
  const owner = { name, objectId };
  return [{ type: 'invitation-escalated', invitationId, at: now, by, owner, ...why }];
}

// Only once for each escalation: whoever comes second learns who looks after it now.
function decideTakeOver({ by, invitationId }: TakeOver, situation: Situation, now: Date): Event[] {
  const invitation = requireOpen(invitationId, situation, now);
  const owner = ownerOf(invitation);
  if (!invitation.escalation) {
    return owner.objectId === by.objectId ? [] : refuse({ code: 'looked-after', by: owner.name });
  }
  const { tenantId, objectId, name, language } = by;
  const to = { tenantId, objectId, name, language };
  return [{ type: 'invitation-handed-over', invitationId, at: now, by, to }];
}

const afterEscalated: Effect<InvitationEscalated> = (relationship, event) =>
  withOpen(relationship, event, (invitation) => ({
    ...invitation,
    escalation: { at: event.at, reason: event.reason },
  }));

/**
 * When it is told that nobody looks after the open invitation, `now` at the earliest; undefined: not as things are. That
 * is so once its owner may not look after it any more, or once no agent has done anything with it for the partner's days.
 */
export function escalationAt(
  { status, invitation }: Relationship,
  { days, isOwnerGone }: Attention,
  now: Date,
): Date | undefined {
  if (status !== 'invited') return undefined;
  const at = isOwnerGone ? gone(invitation, now) : unattended(invitation, days, now);
  return at && at < invitation.expiresAt ? at : undefined;
}

function gone({ escalation }: OpenInvitation, now: Date): Date | undefined {
  return escalation?.reason === 'no-role' ? undefined : now;
}

function unattended(
  { escalation, attendedAt, createdAt }: OpenInvitation,
  days: number | undefined,
  now: Date,
): Date | undefined {
  if (escalation || days === undefined) return undefined;
  return new Date(Math.max((attendedAt ?? createdAt).getTime() + days * DAY, now.getTime()));
}

/** The relationship with the time at which an agent last did something with its open invitation. */
export function withAttention(relationship: Relationship, event: Event): Relationship {
  if (relationship.status !== 'invited' || event.by.kind !== 'agent') return relationship;
  const { invitation } = relationship;
  if (invitationOf(event) !== invitation.id || event.type === 'invitation-drafted') return relationship;
  const { escalation, ...rest } = invitation;
  // What somebody else does gives the invitation no owner.
  const isKept = escalation?.reason === 'no-role' && event.type !== 'invitation-handed-over';
  return {
    ...relationship,
    invitation: { ...rest, ...(isKept ? { escalation } : {}), attendedAt: event.at },
  };
}

/** The rules of this concern, by command; `decide` joins them. */
export const ESCALATING_RULES = { escalate: decideEscalate, 'take-over': decideTakeOver };

/** The effects of this concern, by event; `evolve` joins them. */
export const ESCALATING_EFFECTS = { 'invitation-escalated': afterEscalated };
