import type { Agent, CustomerPerson } from './command.ts';
import { maySell, type Partner } from './partner.ts';
import { type Reason, Refusal } from './refusal.ts';
import type { OpenInvitation, Relationship } from './relationship.ts';

/** What a decision is taken on: the partner's settings and how it stands with the customer. */
export type Situation = {
  readonly partner: Partner;
  readonly relationship: Relationship | undefined;
};

/** The relationship, which must exist. */
export function requireKnown({ relationship }: Situation): Relationship {
  return relationship ?? refuse({ code: 'not-found', what: '' });
}

/** Only Admin and Sales agents go on (S1). */
export function requireSeller(by: Agent): void {
  if (!maySell(by.role)) refuse({ code: 'role-required', needed: ['admin', 'sales'] });
}

/** Comes before anything about the invitation's state, so that strangers learn nothing of it. */
export function requireOwnOrganisation(by: CustomerPerson, { partner, relationship }: Situation): void {
  if (partner.tenantIds.includes(by.tenantId)) refuse({ code: 'own-invitation' });
  if (by.isGuest || relationship?.customer.tenantId !== by.tenantId) refuse({ code: 'other-organisation' });
}

/** The invitation, which must be this one, open, and within its time. */
export function requireOpen(invitationId: string, { relationship }: Situation, now: Date): OpenInvitation {
  if (!relationship) return refuse({ code: 'not-found', what: invitationId });
  const { invitation } = relationship;
  if (invitation.id !== invitationId) refuse({ code: 'invitation-replaced' });
  if (relationship.status !== 'invited') {
    return refuse({ code: 'invitation-closed', invitation: relationship.invitation });
  }
  if (isOver(invitation, now)) refuse({ code: 'invitation-over', expiredAt: invitation.expiresAt });
  return relationship.invitation;
}

/** Whether its time is over at this instant. */
export function isOver({ expiresAt }: { expiresAt: Date }, now: Date): boolean {
  return expiresAt.getTime() <= now.getTime();
}

/** Says no; nothing has changed. */
export function refuse(reason: Reason): never {
  throw new Refusal(reason);
}
