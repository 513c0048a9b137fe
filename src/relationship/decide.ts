import { proofOf } from './authority.ts';
import type {
  Accept,
  Agent,
  Command,
  CustomerPerson,
  Decline,
  Expire,
  Invite,
  RecordAccess,
  RecordAgreement,
  Reissue,
  Revoke,
  Share,
  Terms,
  View,
} from './command.ts';
import type { Event, Proof } from './event.ts';
import {
  isOver,
  refuse,
  requireAdmin,
  requireKnown,
  requireLife,
  requireOpen,
  requireOwnOrganisation,
  requireSeller,
  type Situation,
} from './guards.ts';
import type { Partner } from './partner.ts';
import type { OpenInvitation, Relationship } from './relationship.ts';

const DAY = 86_400_000;

/** What a command leads to at this instant: events, none when there is nothing to do, or a thrown Refusal. */
export function decide(command: Command, situation: Situation, now: Date): Event[] {
  switch (command.type) {
    case 'invite':
      return invite(command, situation, now);
    case 'share':
      return share(command, situation, now);
    case 'view':
      return view(command, situation, now);
    case 'accept':
      return [{ ...answer(command, situation, now), type: 'invitation-accepted' }];
    case 'decline': {
      const { proof: _, ...base } = answer(command, situation, now);
      return [{ ...base, type: 'invitation-declined', ...because(command.reason) }];
    }
    case 'revoke':
      return revoke(command, situation, now);
    case 'reissue':
      return reissue(command, situation, now);
    case 'expire':
      return expire(command, situation, now);
    case 'agreement':
      return recordAgreement(command, situation, now);
    case 'access':
      return recordAccess(command, situation, now);
  }
}

function invite(command: Invite, { partner, relationship }: Situation, now: Date): Event[] {
  const { by, invitationId, tokenHash, customer, terms } = command;
  requireSeller(by);
  if (partner.tenantIds.includes(customer.tenantId)) refuse({ code: 'own-tenant', domain: customer.domain });
  requireSameCloud(partner, command);
  requireSameRegion(partner, command);
  requireOfferedScope(partner, command);
  const expiresAt = endOf(terms, partner, now);
  return [
    ...makeRoom(relationship, by, now),
    { type: 'invitation-drafted', at: now, by, invitationId, tokenHash, customer, terms, expiresAt },
  ];
}

function endOf({ lifeDays }: Terms, partner: Partner, now: Date): Date {
  return new Date(now.getTime() + requireLife(lifeDays ?? partner.lifeDays) * DAY);
}

function requireSameCloud(partner: Partner, { customer }: Invite): void {
  if (partner.cloud === customer.cloud) return;
  refuse({
    code: 'other-cloud',
    domain: customer.domain,
    partner: partner.cloud,
    customer: customer.cloud,
  });
}

// S8: most regions can form reseller relationships only within the same region or country.
function requireSameRegion({ country }: Partner, { customer, regions }: Invite): void {
  if (regions.customer !== undefined && regions.partner === regions.customer) return;
  refuse({ code: 'other-region', partner: country, customer: customer.country });
}

// S6: not asking for admin permission is not offered to partners in Microsoft Cloud for US Government.
function requireOfferedScope({ cloud }: Partner, { terms }: Invite): void {
  if (cloud === 'usgov' && terms.scope === 'azure') refuse({ code: 'azure-not-offered' });
}

// One open invitation per partner and customer: an unannounced expired one is closed on the way.
function makeRoom(relationship: Relationship | undefined, by: Agent, now: Date): Event[] {
  if (relationship?.status === 'active') {
    refuse({ code: 'already-active', customer: relationship.customer.name, since: relationship.since });
  }
  if (relationship?.status !== 'invited') return [];
  const { id, createdBy, expiresAt } = relationship.invitation;
  if (isOver(relationship.invitation, now)) return [ended(relationship.invitation, by, now)];
  const customer = relationship.customer.name;
  return refuse({ code: 'already-invited', invitationId: id, customer, by: createdBy.name, expiresAt });
}

function share({ by, invitationId, way }: Share, situation: Situation, now: Date): Event[] {
  requireSeller(by);
  requireOpen(invitationId, situation, now);
  return [{ type: 'invitation-shared', invitationId, at: now, by, way }];
}

function view({ by, invitationId }: View, situation: Situation, now: Date): Event[] {
  requireOwnOrganisation(by, situation);
  const { relationship } = situation;
  if (relationship?.status !== 'invited' || relationship.invitation.id !== invitationId) return [];
  if (relationship.invitation.status === 'viewed' || isOver(relationship.invitation, now)) return [];
  return [{ type: 'invitation-viewed', invitationId, at: now, by }];
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

function revoke({ by, invitationId, reason }: Revoke, situation: Situation, now: Date): Event[] {
  requireSeller(by);
  requireOpen(invitationId, situation, now);
  return [{ type: 'invitation-revoked', invitationId, at: now, by, ...because(reason) }];
}

// The terms stay, the clock starts anew; an answered or newer invitation is not replaced.
function reissue(command: Reissue, situation: Situation, now: Date): Event[] {
  const { by, invitationId, newInvitationId, tokenHash } = command;
  requireSeller(by);
  const relationship = requireKnown(situation, invitationId);
  const { invitation, customer } = relationship;
  if (invitation.id !== invitationId) refuse({ code: 'invitation-replaced' });
  if (relationship.status === 'active') {
    refuse({ code: 'already-active', customer: customer.name, since: relationship.since });
  }
  const { terms } = invitation;
  const expiresAt = endOf(terms, situation.partner, now);
  const drafted = { invitationId: newInvitationId, tokenHash, customer, terms, expiresAt };
  return [
    ...(relationship.status === 'invited' ? [ended(relationship.invitation, by, now)] : []),
    { type: 'invitation-drafted', at: now, by, ...drafted },
  ];
}

function ended(invitation: OpenInvitation, by: Agent, now: Date): Event {
  const type = isOver(invitation, now) ? 'invitation-expired' : 'invitation-superseded';
  return { type, invitationId: invitation.id, at: now, by };
}

function expire({ by, invitationId }: Expire, { relationship }: Situation, now: Date): Event[] {
  if (relationship?.status !== 'invited' || relationship.invitation.id !== invitationId) return [];
  return isOver(relationship.invitation, now)
    ? [{ type: 'invitation-expired', invitationId, at: now, by }]
    : [];
}

function recordAgreement({ by, attestation }: RecordAgreement, situation: Situation, now: Date): Event[] {
  requireSeller(by);
  const { invitation } = requireKnown(situation);
  if (attestation && attestation.agreedOn > now) refuse({ code: 'date-in-future' });
  const attested = attestation === undefined ? {} : { attestation };
  return [{ type: 'agreement-recorded', invitationId: invitation.id, at: now, by, ...attested }];
}

// Admin access is the Admin agent's to ask for and to record; recording what is known changes nothing.
function recordAccess({ by, access }: RecordAccess, situation: Situation, now: Date): Event[] {
  requireAdmin(by);
  const { invitation, adminAccess } = requireKnown(situation);
  if (adminAccess === access) return [];
  return [{ type: 'access-recorded', invitationId: invitation.id, at: now, by, access }];
}

function because(reason: string | undefined): { reason?: string } {
  return reason === undefined ? {} : { reason };
}
