import { mayRead, maySell, type Partner } from '../partner.ts';
import type { Agent, CustomerPerson } from '../people.ts';
import { type Reason, Refusal } from '../refusal.ts';
import {
  hasInvitation,
  type OpenInvitation,
  type Relationship,
  type WithInvitation,
} from '../relationship.ts';
import { isOver } from '../standing.ts';

/** What a decision is taken on: the partner's settings and how it stands with the customer. */
export type Situation = {
  readonly partner: Partner;
  readonly relationship: Relationship | undefined;
};

/** The relationship, which must exist. */
export function requireKnown({ relationship }: Situation, what = ''): Relationship {
  return relationship ?? refuse({ code: 'not-found', what });
}

/** The relationship, which must exist and have had an invitation. */
export function requireInvited(situation: Situation, what: string): WithInvitation {
  const relationship = requireKnown(situation, what);
  return hasInvitation(relationship) ? relationship : refuse({ code: 'not-found', what });
}

/** Only Admin and Sales agents go on (S1); asked before anything is looked up, so that nothing is learnt on the way. */
export function requireSeller({ role }: Agent): void {
  if (!maySell(role)) refuse({ code: 'role-required', needed: ['admin', 'sales'] });
}

/** Only those with a role may look (S1). */
export function requireReader({ role }: Agent): void {
  if (!mayRead(role)) refuse({ code: 'role-required', needed: ['admin', 'sales', 'helpdesk'] });
}

/** Only Admin agents go on: profile, roles, admin access. */
export function requireAdmin({ role }: Agent): void {
  if (role !== 'admin') refuse({ code: 'role-required', needed: ['admin'] });
}

const SHORTEST_DAYS = 1;
/** The longest that an invitation may live, in days, from the day on which it was made. */
export const LONGEST_DAYS = 30;

/** How many characters a reason may have. */
export const LONGEST_REASON = 500;

/** An invitation's life in days, within what is allowed. */
export function requireLife(days: number): number {
  if (days >= SHORTEST_DAYS && days <= LONGEST_DAYS) return days;
  return refuse({ code: 'life-out-of-range', shortest: SHORTEST_DAYS, longest: LONGEST_DAYS });
}

/** Comes before anything about the invitation's state, so that strangers learn nothing of it. */
export function requireOwnOrganisation(by: CustomerPerson, { partner, relationship }: Situation): void {
  if (partner.tenantIds.includes(by.tenantId)) refuse({ code: 'own-invitation' });
  if (by.isGuest || relationship?.customer.tenantId !== by.tenantId) refuse({ code: 'other-organisation' });
}

/** The invitation, which must be this one, open, and within its time. */
export function requireOpen(invitationId: string, situation: Situation, now: Date): OpenInvitation {
  const relationship = requireInvited(situation, invitationId);
  const { invitation } = relationship;
  if (invitation.id !== invitationId) refuse({ code: 'invitation-replaced' });
  if (relationship.status !== 'invited') {
    return refuse({ code: 'invitation-closed', invitation: relationship.invitation });
  }
  if (isOver(invitation, now)) refuse({ code: 'invitation-over', expiredAt: invitation.expiresAt });
  return relationship.invitation;
}

/** A text of at most this many characters. */
export function requireLength(text: string, most: number): void {
  if (text.length > most) refuse({ code: 'text-too-long', most });
}

/** Says no; nothing has changed. */
export function refuse(reason: Reason): never {
  throw new Refusal(reason);
}
