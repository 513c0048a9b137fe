import type { Accept, Decline, Expire, Stray, View } from '../command.ts';
import type {
  Event,
  InvitationAccepted,
  InvitationDeclined,
  InvitationExpired,
  InvitationStrayed,
  InvitationViewed,
  Proof,
} from '../event.ts';
import type { CustomerPerson } from '../people.ts';
import { isOver } from '../standing.ts';
import { proofOfAuthority } from './authority.ts';
import { type Effect, endedBy, withEnding, withOpen } from './effects.ts';
import {
  findOpen,
  refuse,
  requireOpen,
  requireOwnOrganisation,
  requireReason,
  type Situation,
} from './guards.ts';

// Notes that one of the customer's people reads the request; only the first time leads to an event.
function decideView({ by, invitationId }: View, situation: Situation, now: Date): Event[] {
  requireOwnOrganisation(by, situation);
  const invitation = findOpen(invitationId, situation);
  if (!invitation || invitation.status === 'viewed' || isOver(invitation, now)) return [];
  return [{ type: 'invitation-viewed', invitationId, at: now, by }];
}

// Notes that a person of another organisation opened the link; the partner is told once.
function decideStray({ by, invitationId }: Stray, situation: Situation, now: Date): Event[] {
  const { partner, relationship } = situation;
  const invitation = findOpen(invitationId, situation);
  if (!invitation || invitation.hasStrayed || isOver(invitation, now)) return [];
  const isPartners = partner.tenantIds.includes(by.tenantId);
  const isCustomers = !by.isGuest && by.tenantId === relationship?.customer.tenantId;
  return isPartners || isCustomers ? [] : [{ type: 'invitation-strayed', invitationId, at: now, by }];
}

// Accepts the invitation for the customer.
function decideAccept(command: Accept, situation: Situation, now: Date): Event[] {
  return [{ ...provenAnswer(command, situation, now), type: 'invitation-accepted' }];
}

// Declines the invitation for the customer, with a reason where one is given.
function decideDecline(command: Decline, situation: Situation, now: Date): Event[] {
  const answer = provenAnswer(command, situation, now);
  return [{ ...answer, type: 'invitation-declined', ...requireReason(command.reason) }];
}

// Closes the invitation if its time is over, and does nothing before.
function decideExpire({ by, invitationId }: Expire, situation: Situation, now: Date): Event[] {
  const invitation = findOpen(invitationId, situation);
  if (!invitation || !isOver(invitation, now)) return [];
  return [{ type: 'invitation-expired', invitationId, at: now, by }];
}

// The invitation is read, and therefore has been sent.
const afterViewed: Effect<InvitationViewed> = (relationship, event) =>
  withOpen(relationship, event, (invitation) => {
    const sentAt = invitation.sentAt ?? event.at;
    return { ...invitation, sentAt, status: 'viewed', at: event.at, by: event.by };
  });

// The partner has been told of the strange visitor.
const afterStrayed: Effect<InvitationStrayed> = (relationship, event) =>
  withOpen(relationship, event, (invitation) => ({ ...invitation, hasStrayed: true }));

// The relationship is active.
const afterAccepted: Effect<InvitationAccepted> = (relationship, event) => {
  const { at, by, proof } = event;
  return withEnding(relationship, event, { status: 'accepted', at, by, proof });
};

// The invitation ends with the customer's no.
const afterDeclined: Effect<InvitationDeclined> = (relationship, event) =>
  withEnding(relationship, event, { status: 'declined', ...endedBy(event) });

// The invitation ends without an answer.
const afterExpired: Effect<InvitationExpired> = (relationship, event) =>
  withEnding(relationship, event, { status: 'expired', at: event.at, by: event.by });

function provenAnswer(
  { by, invitationId }: Accept | Decline,
  situation: Situation,
  now: Date,
): { invitationId: string; at: Date; by: CustomerPerson; proof: Proof } {
  requireOwnOrganisation(by, situation);
  const { contact } = requireOpen(invitationId, situation, now).terms;
  const proof = proofOfAuthority(by, situation.partner.authority, contact);
  if (!proof) refuse({ code: 'no-authority', ...(contact === undefined ? {} : { contact }) });
  return { invitationId, at: now, by, proof };
}

/** The rules of this concern, by command; `decide` joins them. */
export const ANSWERING_RULES = {
  view: decideView,
  stray: decideStray,
  accept: decideAccept,
  decline: decideDecline,
  expire: decideExpire,
};

/** The effects of this concern, by event; `evolve` joins them. */
export const ANSWERING_EFFECTS = {
  'invitation-viewed': afterViewed,
  'invitation-strayed': afterStrayed,
  'invitation-accepted': afterAccepted,
  'invitation-declined': afterDeclined,
  'invitation-expired': afterExpired,
};
