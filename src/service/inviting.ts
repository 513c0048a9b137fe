import type { Add, Buys, Command, Invite, RegionPair, Scope, Terms } from '../relationship/command.ts';
import { decide } from '../relationship/decide.ts';
import type { Language } from '../relationship/language.ts';
import type { Cloud, Partner } from '../relationship/partner.ts';
import type { Agent, Customer } from '../relationship/people.ts';
import { Refusal } from '../relationship/refusal.ts';
import type { CustomerDomain, TenantAnswer } from '../relationship/values/customer-domain.ts';
import { type Regions, regionOf } from '../relationship/values/region.ts';
import { drawSecret, hashSecret } from '../secret.ts';
import type { Decision, Relationships } from '../store/relationships/change.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';

/** What an agent asks for when inviting, before the domain has been looked up. */
export type InvitationWish = {
  readonly name: string;
  readonly domain: CustomerDomain;
  readonly country: string;
  readonly cloud?: Cloud;
  readonly scope: Scope;
  readonly contact?: string;
  readonly buys: Buys;
  readonly lifeDays?: number;
  readonly language?: Language;
  readonly reference?: string;
};

/** What an agent says of a new customer, before the domain has been looked up. */
export type CustomerWish = Pick<InvitationWish, 'name' | 'domain' | 'country' | 'cloud'>;

/** Where a command came from: `cause` makes a redelivery find what it did the first time. */
export type Origin = { readonly cause?: string; readonly conversationId?: string };

/** Whose invitation it will be, and where it was asked for. */
export type InviteAbout = { readonly partner: Partner; readonly origin: Origin };

/** Which relationship gets a new link. */
export type ReissueAbout = InviteAbout & { readonly relationshipId: string };

/** What drafting is built from. */
export type DraftingParts = {
  readonly relationships: Relationships;
  readonly queries: RelationshipQueries;
  /** Throws when Entra cannot be asked. */
  readonly lookUpTenant: (domain: CustomerDomain, cloud: Cloud) => Promise<TenantAnswer>;
  readonly regions: Regions;
  readonly drawInvitationId: (attempt: number) => string;
  /** This process, as the outbox knows it. */
  readonly holder: string;
};

/** The rules, as the store asks them. */
export const decision =
  (command: Command): Decision =>
  (situation, now) =>
    decide(command, situation, now);

/** Looks the domain up, draws an id and a link, and records the invitation; the token is nowhere else. */
export async function draft(parts: DraftingParts, { by, ask, partner, origin }: InviteAbout & Drafting) {
  const customer = await customerOf(parts, partner, ask);
  const { domain, cloud, tenantId } = customer;
  if (tenantId === undefined) throw new Refusal({ code: 'tenant-unknown', domain, cloud });
  const token = drawSecret();
  const command: Invite = {
    type: 'invite',
    by,
    invitationId: await freeInvitationId(parts, partner.id),
    tokenHash: hashSecret(token),
    customer: { ...customer, tenantId },
    terms: termsOf(ask, partner),
    regions: regionsOf(parts, partner, customer),
  };
  const notes = { ...origin, leasedBy: parts.holder };
  const target = { partnerId: partner.id, customer };
  return { token, change: await parts.relationships.change(target, decision(command), notes) };
}

/** Looks the domain up and records the new customer, who may not have a tenant that its domain leads to yet. */
export async function addCustomer(parts: DraftingParts, { by, ask, partner, origin }: InviteAbout & Adding) {
  const customer = await customerOf(parts, partner, ask);
  const command: Add = { type: 'add', by, customer, regions: regionsOf(parts, partner, customer) };
  return parts.relationships.change({ partnerId: partner.id, customer }, decision(command), origin);
}

function regionsOf({ regions }: DraftingParts, partner: Partner, customer: Customer): RegionPair {
  return { partner: regionOf(partner.country, regions), customer: regionOf(customer.country, regions) };
}

/** The same on the terms of an earlier invitation. */
export async function redraft(
  parts: DraftingParts,
  redrafting: ReissueAbout & { by: Agent; invitationId: string },
) {
  const { by, invitationId, relationshipId, partner, origin } = redrafting;
  const token = drawSecret();
  const newInvitationId = await freeInvitationId(parts, partner.id);
  const command = {
    type: 'reissue',
    by,
    invitationId,
    newInvitationId,
    tokenHash: hashSecret(token),
  } as const;
  const notes = { ...origin, leasedBy: parts.holder };
  return {
    token,
    change: await parts.relationships.change({ relationshipId }, decision(command), notes),
  };
}

type Drafting = { readonly by: Agent; readonly ask: InvitationWish };
type Adding = { readonly by: Agent; readonly ask: CustomerWish };

/** Whose a domain is; a Refusal when Entra cannot be asked. */
export async function lookUp(
  { lookUpTenant }: DraftingParts,
  domain: CustomerDomain,
  cloud: Cloud,
): Promise<TenantAnswer> {
  return lookUpTenant(domain, cloud).catch((cause: unknown) => {
    throw Object.assign(new Refusal({ code: 'tenant-lookup-failed', domain }), { cause });
  });
}

async function customerOf(parts: DraftingParts, partner: Partner, ask: CustomerWish): Promise<Customer> {
  const { name, domain, country } = ask;
  const cloud = ask.cloud ?? partner.cloud;
  const answer = await lookUp(parts, domain, cloud);
  const known = { name, domain, country };
  return answer.found ? { ...known, tenantId: answer.tenantId, cloud: answer.cloud } : { ...known, cloud };
}

async function freeInvitationId({ queries, drawInvitationId }: DraftingParts, partnerId: string) {
  for (let attempt = 0; attempt < 8; attempt++) {
    const id = drawInvitationId(attempt);
    if (!(await queries.byInvitation(partnerId, id))) return id;
  }
  throw new Error('No free invitation id');
}

function termsOf(ask: InvitationWish, partner: Partner): Terms {
  const { scope, contact, buys, lifeDays, reference } = ask;
  return {
    scope,
    buys,
    language: ask.language ?? partner.language,
    ...(contact === undefined ? {} : { contact }),
    ...(lifeDays === undefined ? {} : { lifeDays }),
    ...(reference === undefined ? {} : { reference }),
  };
}
