import { createHash, randomBytes } from 'node:crypto';
import type {
  Agent,
  Buys,
  Command,
  Customer,
  Invite,
  Reissue,
  Scope,
  Terms,
} from './relationship/command.ts';
import type { CustomerDomain, TenantAnswer } from './relationship/customer-domain.ts';
import { decide } from './relationship/decide.ts';
import type { Cloud, Language, Partner } from './relationship/partner.ts';
import { Refusal } from './relationship/refusal.ts';
import { type Regions, regionOf } from './relationship/region.ts';
import type { Partners } from './store/partners.ts';
import type { RelationshipQueries } from './store/relationship-queries.ts';
import type { Change, Decision, Found, Relationships } from './store/relationships.ts';

/** What an agent asks for when inviting, before the domain has been looked up. */
export type InviteAsk = {
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

/** Where a command came from: `cause` makes a redelivery find what it did the first time. */
export type Origin = { readonly cause?: string; readonly conversationId?: string };

/** What the service is built from. */
export type ServiceParts = {
  readonly relationships: Relationships;
  readonly queries: RelationshipQueries;
  readonly partners: Partners;
  /** Throws when Entra cannot be asked. */
  readonly lookUpTenant: (domain: CustomerDomain, cloud: Cloud) => Promise<TenantAnswer>;
  readonly regions: Regions;
  readonly drawInvitationId: (attempt: number) => string;
  /** This process, as the outbox knows it. */
  readonly holder: string;
  readonly onCommitted: () => void;
};

/** Whose invitation it will be, and where it was asked for. */
export type InviteAbout = { readonly partner: Partner; readonly origin: Origin };

/** Which relationship gets a new link. */
export type ReissueAbout = InviteAbout & { readonly relationshipId: string };

type Followup = Exclude<Command, Invite | Reissue>;

/** Carries out commands; a Refusal that it throws has changed nothing. */
export function createService(parts: ServiceParts) {
  // A link exists in the clear only here, between the commit and the card that shows it; the store has its hash.
  const links = new Map<string, string>();

  const committed = (change: Change): Change => {
    if (change.events.length > 0) parts.onCommitted();
    return change;
  };

  const drafted = (change: Change, token: string): Change => {
    const draft = change.events.find(({ event }) => event.type === 'invitation-drafted');
    if (draft && !change.isRepeat) links.set(draft.id, token);
    return committed(change);
  };

  /** Carries out every command that draws no link. */
  async function execute(command: Followup, relationshipId: string, origin: Origin = {}): Promise<Change> {
    return committed(await parts.relationships.change({ relationshipId }, decision(command), origin));
  }

  return {
    execute,

    /** Whose a domain is and how this partner stands with them; changes nothing. */
    check: (domain: CustomerDomain, partner: Partner) => check(parts, domain, partner),

    /** Creates the invitation and its link; the card that shows the link is posted by the dispatcher. */
    async invite(by: Agent, ask: InviteAsk, about: InviteAbout): Promise<Change> {
      const { change, token } = await draft(parts, { by, ask, ...about });
      return drafted(change, token);
    },

    /** A new link on the old terms; its card is posted by the dispatcher, as that of `invite`. */
    async reissue(by: Agent, invitationId: string, about: ReissueAbout): Promise<Change> {
      const { change, token } = await redraft(parts, { by, invitationId, ...about });
      return drafted(change, token);
    },

    /** The link's token of an invitation that this process drafted, for as long as its card is not posted. */
    tokenOf: (eventId: string): string | undefined => links.get(eventId),

    /** The card with the link stands: from here nobody can see the link again. */
    forgetToken: (eventId: string): void => void links.delete(eventId),

    /** Closes what is due by the database's clock. */
    expireDue: () => expireDue(parts, execute),

    /** The invitation behind a link, and its partner; undefined for a link that never was. */
    byLink: (token: string) => byLink(parts, token),
  };
}

/** Carries out commands. */
export type Service = ReturnType<typeof createService>;

/** What a link leads to. */
export type Linked = Found & { readonly invitationId: string; readonly partner: Partner };

async function byLink({ queries, partners }: ServiceParts, token: string): Promise<Linked | undefined> {
  const found = await queries.byTokenHash(hashToken(token));
  const partner = found && (await partners.find(found.partnerId));
  return found && partner ? { ...found, partner } : undefined;
}

const DUE_AT_ONCE = 50;

async function expireDue({ queries }: ServiceParts, execute: Service['execute']): Promise<void> {
  for (const { relationshipId, state } of await queries.due(DUE_AT_ONCE)) {
    const invitationId = state.invitation.id;
    await execute({ type: 'expire', by: { kind: 'clock' }, invitationId }, relationshipId);
  }
}

const decision =
  (command: Command): Decision =>
  (situation, now) =>
    decide(command, situation, now);

async function draft(parts: ServiceParts, { by, ask, partner, origin }: InviteAbout & Drafting) {
  const customer = await customerOf(parts, partner, ask);
  const token = randomBytes(32).toString('base64url');
  const command: Invite = {
    type: 'invite',
    by,
    invitationId: await freeInvitationId(parts, partner.id),
    tokenHash: hashToken(token),
    customer,
    terms: termsOf(ask, partner),
    regions: {
      partner: regionOf(partner.country, parts.regions),
      customer: regionOf(ask.country, parts.regions),
    },
  };
  const target = { partnerId: partner.id, customerTenantId: customer.tenantId };
  const recording = { ...origin, leasedBy: parts.holder };
  return { token, change: await parts.relationships.change(target, decision(command), recording) };
}

async function redraft(parts: ServiceParts, redrafting: ReissueAbout & { by: Agent; invitationId: string }) {
  const { by, invitationId, relationshipId, partner, origin } = redrafting;
  const token = randomBytes(32).toString('base64url');
  const newInvitationId = await freeInvitationId(parts, partner.id);
  const command = {
    type: 'reissue',
    by,
    invitationId,
    newInvitationId,
    tokenHash: hashToken(token),
  } as const;
  const recording = { ...origin, leasedBy: parts.holder };
  return {
    token,
    change: await parts.relationships.change({ relationshipId }, decision(command), recording),
  };
}

type Drafting = { readonly by: Agent; readonly ask: InviteAsk };

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** What is known of a domain before anybody is invited. */
export type Checked = { readonly tenant: TenantAnswer; readonly found: Found | undefined };

async function check(parts: ServiceParts, domain: CustomerDomain, partner: Partner): Promise<Checked> {
  const tenant = await lookUp(parts, domain, partner.cloud);
  const found = tenant.found ? await parts.queries.byTenant(partner.id, tenant.tenantId) : undefined;
  return { tenant, found };
}

async function lookUp(
  { lookUpTenant }: ServiceParts,
  domain: CustomerDomain,
  cloud: Cloud,
): Promise<TenantAnswer> {
  return lookUpTenant(domain, cloud).catch((cause: unknown) => {
    throw Object.assign(new Refusal({ code: 'tenant-lookup-failed', domain }), { cause });
  });
}

async function customerOf(parts: ServiceParts, partner: Partner, ask: InviteAsk): Promise<Customer> {
  const { name, domain, country } = ask;
  const cloud = ask.cloud ?? partner.cloud;
  const answer = await lookUp(parts, domain, cloud);
  if (!answer.found) throw new Refusal({ code: 'tenant-unknown', domain, cloud });
  return { name, domain, country, tenantId: answer.tenantId, cloud: answer.cloud };
}

async function freeInvitationId({ queries, drawInvitationId }: ServiceParts, partnerId: string) {
  for (let attempt = 0; attempt < 8; attempt++) {
    const id = drawInvitationId(attempt);
    if (!(await queries.byInvitation(partnerId, id))) return id;
  }
  throw new Error('No free invitation id');
}

function termsOf(ask: InviteAsk, partner: Partner): Terms {
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
