import type { Invitation, OpenInvitation, WithInvitation } from './relationship.ts';

/** How an invitation stands at a given time: an open one past its last moment has expired, announced or not. */
export type Standing = Invitation['status'];

/** How the current or last invitation stands at this time. */
export function standing({ invitation }: WithInvitation, now: Date): Standing {
  return isOpen(invitation.status) && isOver(invitation, now) ? 'expired' : invitation.status;
}

/** Whether the invitation still waits for an answer. */
export function isOpen(status: Standing): status is OpenInvitation['status'] {
  return status === 'draft' || status === 'sent' || status === 'viewed';
}

/** Whether the time to answer has ended: `expiresAt` itself is already too late. */
export function isOver({ expiresAt }: Pick<Invitation, 'expiresAt'>, now: Date): boolean {
  return expiresAt.getTime() <= now.getTime();
}

/** When the invitation came to stand so; an expiry counts from its last moment, not from its announcement. */
export function changedAt(invitation: Invitation, status: Standing): Date {
  const isDated = 'at' in invitation && invitation.status === status && status !== 'expired';
  return isDated ? invitation.at : invitation.expiresAt;
}
