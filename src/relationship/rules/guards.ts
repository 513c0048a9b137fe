import type { Partner } from '../partner.ts';
import type { CustomerPerson } from '../people.ts';
import { type Reason, Refusal } from '../refusal.ts';
import {
  hasInvitation,
  type OpenInvitation,
  type Relationship,
  type WithInvitation,
} from '../relationship.ts';
import { isOver } from '../standing.ts';

/** What a decision depends on: the partner's settings and the relationship, undefined for an unknown customer. */
export type Situation = {
  readonly partner: Partner;
  readonly relationship: Relationship | undefined;
};

/** The relationship, which must exist; `what` is the name that a refusal repeats. */
export function requireKnown({ relationship }: Situation, what = ''): Relationship {
  return relationship ?? refuse({ code: 'not-found', what });
}

/** The relationship, which must exist and have had an invitation. */
export function requireInvited(situation: Situation, what: string): WithInvitation {
  const relationship = requireKnown(situation, what);
  return hasInvitation(relationship) ? relationship : refuse({ code: 'not-found', what });
}

const SHORTEST_DAYS = 1;
/** How many days an invitation may live, counted from its draft. */
export const LONGEST_DAYS = 30;

/** How many characters a reason may have. */
export const LONGEST_REASON = 500;

/** The life of an invitation in days, which must be 1 to 30. */
export function requireLife(days: number): number {
  if (days >= SHORTEST_DAYS && days <= LONGEST_DAYS) return days;
  return refuse({ code: 'life-out-of-range', shortest: SHORTEST_DAYS, longest: LONGEST_DAYS });
}

/**
 * Refuses people of other organisations. Asked before anything about the state, so that strangers learn nothing of it.
 */
export function requireOwnOrganisation(by: CustomerPerson, { partner, relationship }: Situation): void {
  if (partner.tenantIds.includes(by.tenantId)) refuse({ code: 'own-invitation' });
  if (by.isGuest || relationship?.customer.tenantId !== by.tenantId) refuse({ code: 'other-organisation' });
}

/** The open invitation with this id; undefined when there is none, for what then has nothing to do. */
export function findOpen(invitationId: string, { relationship }: Situation): OpenInvitation | undefined {
  if (relationship?.status !== 'invited' || relationship.invitation.id !== invitationId) return undefined;
  return relationship.invitation;
}

/** The open invitation, which must be this one and not be over. */
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

/** Refuses a text of more than this many characters. */
export function requireLength(text: string, most: number): void {
  if (text.length > most) refuse({ code: 'text-too-long', most });
}

/** The reason as an event keeps it: no field where none was given, and at most 500 characters. */
export function requireReason(reason: string | undefined): { reason?: string } {
  if (reason === undefined) return {};
  requireLength(reason, LONGEST_REASON);
  return { reason };
}

/** Throws a Refusal with this reason; nothing has changed. */
export function refuse(reason: Reason): never {
  throw new Refusal(reason);
}
