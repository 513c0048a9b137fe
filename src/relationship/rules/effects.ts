import type { Event } from '../event.ts';
import {
  type Ending,
  hasInvitation,
  type Invitation,
  type Issued,
  type OpenInvitation,
  type Relationship,
} from '../relationship.ts';

/** What an event does to the relationship: it returns the new one and leaves the old one as it was. */
export type Effect<E extends Event> = (relationship: Relationship | undefined, event: E) => Relationship;

type Waiting = Extract<Relationship, { status: 'invited' }>;

/** The relationship with its open invitation changed. Throws where no invitation is open: no rule lets that happen. */
export function withOpen(
  relationship: Relationship | undefined,
  event: Event,
  change: (invitation: OpenInvitation) => OpenInvitation,
): Relationship {
  const waiting = waitingIn(relationship, event);
  return { ...waiting, invitation: change(waiting.invitation) };
}

/**
 * The relationship once its open invitation has ended: active after a yes, otherwise what it was before the invitation.
 * Throws where no invitation is open.
 */
export function withEnding(
  relationship: Relationship | undefined,
  event: Event,
  ending: Ending,
): Relationship {
  const { customer, agreement, adminAccess, before, invitation } = waitingIn(relationship, event);
  const closed = { ...issuedPart(invitation), ...ending };
  const kept = { customer, agreement, adminAccess, invitation: closed };
  if (ending.status !== 'accepted') return { ...kept, ...before };
  return { ...kept, status: 'active', since: ending.at, origin: 'accepted', by: ending.by };
}

/**
 * The relationship with a note on its current or last invitation. A note changes no status, so the invitation may be
 * open or closed. Throws where there never was an invitation.
 */
export function withNote(
  relationship: Relationship | undefined,
  event: Event,
  noteOf: (invitation: Invitation) => Pick<Issued, 'remarks' | 'isReported'>,
): Relationship {
  if (!relationship || !hasInvitation(relationship)) throw new Error(`No invitation for ${event.type}`);
  return annotated(relationship, noteOf(relationship.invitation));
}

/** Who ended the invitation and when, and the reason where one was given. */
export function endedBy<By>({ at, by, reason }: { at: Date; by: By; reason?: string }) {
  return { at, by, ...(reason === undefined ? {} : { reason }) };
}

// Generic, so that the compiler sees the status stay the same.
function annotated<Kind extends Relationship & { readonly invitation: Invitation }>(
  relationship: Kind,
  note: Pick<Issued, 'remarks' | 'isReported'>,
): Kind {
  return { ...relationship, invitation: { ...relationship.invitation, ...note } };
}

function waitingIn(relationship: Relationship | undefined, event: Event): Waiting {
  if (relationship?.status !== 'invited') throw new Error(`No open invitation for ${event.type}`);
  return relationship;
}

function issuedPart(invitation: OpenInvitation): Issued {
  if (invitation.status === 'draft') {
    const { status: _, attendedAt: __, escalation: ___, ...rest } = invitation;
    return rest;
  }
  const { status: _, at: __, by: ___, attendedAt: ____, escalation: _____, ...rest } = invitation;
  return rest;
}
