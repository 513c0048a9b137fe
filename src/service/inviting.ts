import type { Add, Invite, RegionPair, Reissue, Terms } from '../relationship/command.ts';
import type { Cloud, Partner } from '../relationship/partner.ts';
import type { Customer } from '../relationship/people.ts';
import { Refusal } from '../relationship/refusal.ts';
import type { CustomerDomain, TenantAnswer } from '../relationship/values/customer-domain.ts';
import type { TokenHash } from '../relationship/values/link-token.ts';
import { type Regions, regionOf } from '../relationship/values/region.ts';
import type { CustomerWish, InvitationWish } from '../relationship/wishes.ts';
import { drawToken, hashToken, type Seal } from '../secret.ts';
import type { Found } from '../store/documents.ts';
import type { Change } from '../store/relationships/change.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { CarryOut } from './carry-out.ts';
import type { Target } from './targets.ts';

/** What inviting needs. */
export type InvitingParts = {
  readonly attempts: Attempts;
  readonly carryOut: CarryOut;
  readonly queries: RelationshipQueries;
  /** Throws when Entra does not answer. */
  readonly lookUpTenant: (domain: CustomerDomain, cloud: Cloud) => Promise<TenantAnswer>;
  readonly regions: Regions;
  readonly drawInvitationId: (attempt: number) => string;
  readonly seal: Seal;
};

/** What is known of a domain before a customer is invited: its tenant, and this partner's relationship with it. */
export type Checked = { readonly tenant: TenantAnswer; readonly found: Found | undefined };

/** Invites customers to a relationship, or adds them. The dispatcher posts the card with the link. */
export function createInviting(parts: InvitingParts) {
  const { attempts } = parts;
  const about = ({ domain }: CustomerWish) => ({ written: domain });

  return {
    /**
     * Tells which tenant a domain belongs to, and what relationship this partner has with it; a Refusal when there is
     * neither a tenant nor a relationship.
     */
    check: (caller: AgentCaller, domain: CustomerDomain): Promise<Checked> =>
      attempts.look('check', caller, () => checkDomain(parts, domain, caller.partner)),

    /** Looks the domain up, draws an id and a link, and records the invitation. */
    invite: (caller: AgentCaller, wish: InvitationWish): Promise<Change> =>
      attempts.change('invite', caller, () => inviteCustomer(parts, caller, wish), about(wish)),

    /**
     * Records a customer that is new to Microsoft, whose relationship formed without an invitation (S3). Its domain may
     * lead to no tenant yet.
     */
    add: (caller: AgentCaller, wish: CustomerWish): Promise<Found> =>
      attempts.change('add', caller, () => addCustomer(parts, caller, wish), about(wish)),

    /** Replaces an invitation by one with a new link on the same terms. */
    reissue: (caller: AgentCaller, target: Target, invitationId: string): Promise<Change> =>
      attempts.changeOf('reissue', caller, target, (found) =>
        reissueInvitation(parts, caller, found, invitationId),
      ),
  };
}

async function checkDomain(parts: InvitingParts, domain: CustomerDomain, partner: Partner): Promise<Checked> {
  const tenant = await tenantOf(parts, domain, partner.cloud);
  const byTenant = tenant.found ? await parts.queries.byTenant(partner.id, tenant.tenantId) : undefined;
  const found = byTenant ?? (await parts.queries.byDomain(partner.id, domain));
  if (!tenant.found && !found) throw new Refusal({ code: 'tenant-unknown', domain, cloud: partner.cloud });
  return { tenant, found };
}

async function inviteCustomer(
  parts: InvitingParts,
  { agent: by, partner, origin }: AgentCaller,
  wish: InvitationWish,
): Promise<Change> {
  const customer = await customerOf(parts, partner, wish);
  const { domain, cloud, tenantId } = customer;
  if (tenantId === undefined) throw new Refusal({ code: 'tenant-unknown', domain, cloud });
  const link = drawLink(parts.seal);
  const command: Invite = {
    type: 'invite',
    by,
    invitationId: await freeInvitationId(parts, partner.id),
    tokenHash: link.tokenHash,
    customer: { ...customer, tenantId },
    terms: termsOf(wish, partner),
    regions: regionsOf(parts, partner, customer),
  };
  const target = { partnerId: partner.id, customer };
  return parts.carryOut(command, target, { ...origin, sealed: link.sealed });
}

async function addCustomer(
  parts: InvitingParts,
  { agent: by, partner, origin }: AgentCaller,
  wish: CustomerWish,
): Promise<Found> {
  const customer = await customerOf(parts, partner, wish);
  const command: Add = { type: 'add', by, customer, regions: regionsOf(parts, partner, customer) };
  const { relationshipId, state, version } = await parts.carryOut(
    command,
    { partnerId: partner.id, customer },
    origin,
  );
  return { relationshipId, partnerId: partner.id, state, version };
}

async function reissueInvitation(
  parts: InvitingParts,
  { agent: by, partner, origin }: AgentCaller,
  { relationshipId }: Found,
  invitationId: string,
): Promise<Change> {
  const { tokenHash, sealed } = drawLink(parts.seal);
  const newInvitationId = await freeInvitationId(parts, partner.id);
  const command: Reissue = { type: 'reissue', by, invitationId, newInvitationId, tokenHash };
  return parts.carryOut(command, { relationshipId }, { ...origin, sealed });
}

// Only the sealed token leaves this function: it is stored with its event, for the card that shows the link.
function drawLink(seal: Seal): { readonly tokenHash: TokenHash; readonly sealed: string } {
  const token = drawToken();
  return { tokenHash: hashToken(token), sealed: seal.seal(token) };
}

function regionsOf({ regions }: InvitingParts, partner: Partner, customer: Customer): RegionPair {
  return { partner: regionOf(partner.country, regions), customer: regionOf(customer.country, regions) };
}

// The tenant that a domain belongs to; a Refusal when Entra does not answer.
async function tenantOf(
  { lookUpTenant }: InvitingParts,
  domain: CustomerDomain,
  cloud: Cloud,
): Promise<TenantAnswer> {
  return lookUpTenant(domain, cloud).catch((cause: unknown) => {
    throw Object.assign(new Refusal({ code: 'tenant-lookup-failed', domain }), { cause });
  });
}

async function customerOf(parts: InvitingParts, partner: Partner, wish: CustomerWish): Promise<Customer> {
  const { name, domain, country } = wish;
  const cloud = wish.cloud ?? partner.cloud;
  const answer = await tenantOf(parts, domain, cloud);
  const known = { name, domain, country };
  return answer.found ? { ...known, tenantId: answer.tenantId, cloud: answer.cloud } : { ...known, cloud };
}

async function freeInvitationId({ queries, drawInvitationId }: InvitingParts, partnerId: string) {
  for (let attempt = 0; attempt < 8; attempt++) {
    const id = drawInvitationId(attempt);
    if (!(await queries.byInvitation(partnerId, id))) return id;
  }
  throw new Error('No free invitation id');
}

function termsOf(wish: InvitationWish, partner: Partner): Terms {
  const { scope, contact, buys, lifeDays, reference } = wish;
  return {
    scope,
    buys,
    language: wish.language ?? partner.language,
    ...(contact === undefined ? {} : { contact }),
    ...(lifeDays === undefined ? {} : { lifeDays }),
    ...(reference === undefined ? {} : { reference }),
  };
}
