import type { Add, Invite, RegionPair, Reissue, Terms } from '../command.ts';
import type { Event } from '../event.ts';
import type { Partner } from '../partner.ts';
import type { Agent, Customer } from '../people.ts';
import type { OpenInvitation, Relationship } from '../relationship.ts';
import { isOver } from '../standing.ts';
import { refuse, requireInvited, requireLife, type Situation } from './guards.ts';

/** A day in milliseconds. */
export const DAY = 86_400_000;

/** A new invitation, unless this customer cannot be asked or has been already. */
export function invite(command: Invite, { partner, relationship }: Situation, now: Date): Event[] {
  const { by, invitationId, tokenHash, customer, terms } = command;
  requireEligible(partner, command);
  requireOfferedScope(partner, command);
  const expiresAt = endOf(terms, partner, now);
  return [
    ...makeRoom(relationship, by, now),
    { type: 'invitation-drafted', at: now, by, invitationId, tokenHash, customer, terms, expiresAt },
  ];
}

// S3: adding a new customer forms the relationship by itself; an open invitation would then ask for what there is.
/** A relationship without an invitation. */
export function add(command: Add, { partner, relationship }: Situation, now: Date): Event[] {
  const { by, customer } = command;
  requireEligible(partner, command);
  return [...makeRoom(relationship, by, now), { type: 'customer-added', at: now, by, customer }];
}

/** The terms stay, the clock starts anew; an answered or newer invitation is not replaced. */
export function reissue(command: Reissue, situation: Situation, now: Date): Event[] {
  const { by, invitationId, newInvitationId, tokenHash } = command;
  const relationship = requireInvited(situation, invitationId);
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

type Asked = { readonly customer: Customer; readonly regions: RegionPair };

// Whom Microsoft lets this partner have a relationship with at all.
function requireEligible(partner: Partner, asked: Asked): void {
  const { tenantId, domain } = asked.customer;
  if (tenantId !== undefined && partner.tenantIds.includes(tenantId)) refuse({ code: 'own-tenant', domain });
  requireSameCloud(partner, asked);
  requireSameRegion(partner, asked);
}

function endOf({ lifeDays }: Terms, partner: Partner, now: Date): Date {
  return new Date(now.getTime() + requireLife(lifeDays ?? partner.lifeDays) * DAY);
}

function requireSameCloud(partner: Partner, { customer }: Asked): void {
  if (partner.cloud === customer.cloud) return;
  refuse({
    code: 'other-cloud',
    domain: customer.domain,
    partner: partner.cloud,
    customer: customer.cloud,
  });
}

// S8: most regions can form reseller relationships only within the same region or country.
function requireSameRegion({ country }: Partner, { customer, regions }: Asked): void {
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

function ended(invitation: OpenInvitation, by: Agent, now: Date): Event {
  const type = isOver(invitation, now) ? 'invitation-expired' : 'invitation-superseded';
  return { type, invitationId: invitation.id, at: now, by };
}
