import type { Add, Invite, RegionPair, Reissue, Terms } from '../command.ts';
import type { CustomerAdded, Event, InvitationDrafted, InvitationSuperseded } from '../event.ts';
import type { Partner } from '../partner.ts';
import type { Agent, Customer } from '../people.ts';
import type { OpenInvitation, Relationship } from '../relationship.ts';
import { isOver } from '../standing.ts';
import { type Effect, withEnding } from './effects.ts';
import { refuse, requireInvited, requireLife, type Situation } from './guards.ts';

/** A day in milliseconds. */
export const DAY = 86_400_000;

// Drafts an invitation, unless Microsoft does not allow this customer or the customer is invited or active already.
function decideInvite(command: Invite, { partner, relationship }: Situation, now: Date): Event[] {
  const { by, invitationId, tokenHash, customer, terms } = command;
  requireEligible(partner, command);
  requireOfferedScope(partner, command);
  const expiresAt = expiryOf(terms, partner, now);
  return [
    ...makeRoom(relationship, by, now),
    { type: 'invitation-drafted', at: now, by, invitationId, tokenHash, customer, terms, expiresAt },
  ];
}

// Adds a new customer: active at once, without an invitation (S3). An open invitation stands in the way.
function decideAdd(command: Add, { partner, relationship }: Situation, now: Date): Event[] {
  const { by, customer } = command;
  requireEligible(partner, command);
  return [...makeRoom(relationship, by, now), { type: 'customer-added', at: now, by, customer }];
}

// Drafts an invitation on the terms of an earlier one, with a full life of its own; refused once the customer accepted.
function decideReissue(command: Reissue, situation: Situation, now: Date): Event[] {
  const { by, invitationId, newInvitationId, tokenHash } = command;
  const relationship = requireInvited(situation, invitationId);
  const { invitation, customer } = relationship;
  if (invitation.id !== invitationId) refuse({ code: 'invitation-replaced' });
  if (relationship.status === 'active') {
    refuse({ code: 'already-active', customer: customer.name, since: relationship.since });
  }
  const { terms } = invitation;
  const expiresAt = expiryOf(terms, situation.partner, now);
  const drafted = { invitationId: newInvitationId, tokenHash, customer, terms, expiresAt };
  return [
    ...(relationship.status === 'invited' ? [closeEarlier(relationship.invitation, by, now)] : []),
    { type: 'invitation-drafted', at: now, by, ...drafted },
  ];
}

// The customer is invited; what was known of agreement and admin access stays.
const afterDrafted: Effect<InvitationDrafted> = (relationship, event) => {
  const { invitationId, tokenHash, customer, terms, at, by, expiresAt } = event;
  const issued = { id: invitationId, tokenHash, terms, createdAt: at, createdBy: by, expiresAt };
  return {
    customer,
    ...recordedIn(relationship),
    status: 'invited',
    before:
      relationship?.status === 'ended'
        ? { status: 'ended', since: relationship.since, by: relationship.by }
        : { status: 'none' },
    invitation: { ...issued, status: 'draft' },
  };
};

// The earlier invitation is closed; a draft of the newer one follows.
const afterSuperseded: Effect<InvitationSuperseded> = (relationship, event) =>
  withEnding(relationship, event, { status: 'superseded', at: event.at, by: event.by });

// The relationship is active. Throws while an invitation is open or the relationship active: no rule lets that happen.
const afterAdded: Effect<CustomerAdded> = (relationship, { customer, at, by }) => {
  if (relationship?.status === 'invited' || relationship?.status === 'active') {
    throw new Error(`Nobody can be added who is ${relationship.status}`);
  }
  return {
    customer,
    ...recordedIn(relationship),
    status: 'active',
    since: at,
    origin: 'added',
    by,
    ...(relationship?.invitation ? { invitation: relationship.invitation } : {}),
  };
};

type Prospect = { readonly customer: Customer; readonly regions: RegionPair };

// Microsoft allows a partner only customers of its own cloud and region, and never itself.
function requireEligible(partner: Partner, prospect: Prospect): void {
  const { tenantId, domain } = prospect.customer;
  if (tenantId !== undefined && partner.tenantIds.includes(tenantId)) refuse({ code: 'own-tenant', domain });
  requireSameCloud(partner, prospect);
  requireSameRegion(partner, prospect);
}

function expiryOf({ lifeDays }: Terms, partner: Partner, now: Date): Date {
  return new Date(now.getTime() + requireLife(lifeDays ?? partner.lifeDays) * DAY);
}

function requireSameCloud(partner: Partner, { customer }: Prospect): void {
  if (partner.cloud === customer.cloud) return;
  refuse({
    code: 'other-cloud',
    domain: customer.domain,
    partner: partner.cloud,
    customer: customer.cloud,
  });
}

// S8: most regions can form reseller relationships only within the same region or country.
function requireSameRegion({ country }: Partner, { customer, regions }: Prospect): void {
  if (regions.customer !== undefined && regions.partner === regions.customer) return;
  refuse({ code: 'other-region', partner: country, customer: customer.country });
}

// S6: partners in Microsoft Cloud for US Government are not offered a relationship without admin permission.
function requireOfferedScope({ cloud }: Partner, { terms }: Invite): void {
  if (cloud === 'usgov' && terms.scope === 'azure') refuse({ code: 'azure-not-offered' });
}

// One open invitation per partner and customer: one that has expired unannounced is closed first.
function makeRoom(relationship: Relationship | undefined, by: Agent, now: Date): Event[] {
  if (relationship?.status === 'active') {
    refuse({ code: 'already-active', customer: relationship.customer.name, since: relationship.since });
  }
  if (relationship?.status !== 'invited') return [];
  const { id, createdBy, expiresAt } = relationship.invitation;
  if (isOver(relationship.invitation, now)) return [closeEarlier(relationship.invitation, by, now)];
  const customer = relationship.customer.name;
  return refuse({ code: 'already-invited', invitationId: id, customer, by: createdBy.name, expiresAt });
}

function closeEarlier(invitation: OpenInvitation, by: Agent, now: Date): Event {
  const type = isOver(invitation, now) ? 'invitation-expired' : 'invitation-superseded';
  return { type, invitationId: invitation.id, at: now, by };
}

function recordedIn(relationship: Relationship | undefined): Pick<Relationship, 'agreement' | 'adminAccess'> {
  const { agreement = 'unknown', adminAccess = 'none' } = relationship ?? {};
  return { agreement, adminAccess };
}

/** The rules of this concern, by command; `decide` joins them. */
export const INVITING_RULES = {
  invite: decideInvite,
  add: decideAdd,
  reissue: decideReissue,
};

/** The effects of this concern, by event; `evolve` joins them. */
export const INVITING_EFFECTS = {
  'invitation-drafted': afterDrafted,
  'invitation-superseded': afterSuperseded,
  'customer-added': afterAdded,
};
