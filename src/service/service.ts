import type { Followup } from '../relationship/command.ts';
import type { Partner } from '../relationship/partner.ts';
import type { Agent } from '../relationship/people.ts';
import { hasInvitation, type WithInvitation } from '../relationship/relationship.ts';
import type { CustomerDomain, TenantAnswer } from '../relationship/values/customer-domain.ts';
import { hashSecret } from '../secret.ts';
import type { Partners } from '../store/partners.ts';
import type { Change, Found } from '../store/relationships/change.ts';
import {
  addCustomer,
  type CustomerWish,
  type DraftingParts,
  decision,
  draft,
  type InvitationWish,
  type InviteAbout,
  lookUp,
  type Origin,
  type ReissueAbout,
  redraft,
} from './inviting.ts';
import { createMailRequests, type MailParts } from './mails.ts';

/** What the service is built from. */
export type ServiceParts = DraftingParts &
  MailParts & {
    readonly partners: Partners;
    readonly onCommitted: () => void;
  };

/** Carries out commands; a Refusal that it throws has changed nothing. */
export function createService(parts: ServiceParts) {
  const committed = (change: Change): Change => {
    if (change.events.length > 0) parts.onCommitted();
    return change;
  };

  /** Carries out every command that draws no link. */
  const execute = async (command: Followup, relationshipId: string, origin: Origin = {}): Promise<Change> =>
    committed(await parts.relationships.change({ relationshipId }, decision(command), origin));

  return {
    execute,

    /** Whose a domain is and how this partner stands with them; changes nothing. */
    check: (domain: CustomerDomain, partner: Partner) => check(parts, domain, partner),

    /** Creates the invitation and its link; the card that shows the link is posted by the dispatcher. */
    invite: async (by: Agent, ask: InvitationWish, about: InviteAbout) =>
      committed(await draft(parts, { by, ask, ...about })),

    /** Records a customer who became one without an invitation. */
    add: async (by: Agent, ask: CustomerWish, about: InviteAbout) =>
      committed(await addCustomer(parts, { by, ask, ...about })),

    /** A new link on the old terms; its card is posted by the dispatcher, as that of `invite`. */
    reissue: async (by: Agent, invitationId: string, about: ReissueAbout) =>
      committed(await redraft(parts, { by, invitationId, ...about })),

    ...createMailRequests(parts, { committed, execute }),

    /** Closes what is due by the database's clock. */
    expireDue: () => expireDue(parts, execute),

    /** Calls to mind what has been unanswered for as long as its partner's reminder days say. */
    remindDue: () => remindDue(parts, execute),

    /** The invitation behind a link, and its partner; undefined for a link that never was. */
    byLink: (token: string) => byLink(parts, token),
  };
}

/** Carries out commands. */
export type Service = ReturnType<typeof createService>;

/** What a link leads to. */
export type Linked = Omit<Found, 'state'> & {
  readonly state: WithInvitation;
  readonly invitationId: string;
  readonly partner: Partner;
};

async function byLink({ queries, partners }: ServiceParts, token: string): Promise<Linked | undefined> {
  const found = await queries.byTokenHash(hashSecret(token));
  if (!found || !hasInvitation(found.state)) return undefined;
  const partner = await partners.find(found.partnerId);
  return partner && { ...found, state: found.state, partner };
}

const DUE_AT_ONCE = 50;
const CLOCK = { kind: 'clock' } as const;

async function expireDue({ queries }: ServiceParts, execute: Service['execute']): Promise<void> {
  for (const { relationshipId, state } of await queries.due(DUE_AT_ONCE)) {
    if (!hasInvitation(state)) continue;
    const invitationId = state.invitation.id;
    await execute({ type: 'expire', by: CLOCK, invitationId }, relationshipId);
  }
}

async function remindDue(parts: ServiceParts, execute: Service['execute']): Promise<void> {
  for (const { id, reminderDays = [] } of await parts.partners.withReminders()) {
    for (const day of reminderDays) await remindOn(parts, execute, { partnerId: id, day });
  }
}

async function remindOn(
  { queries }: ServiceParts,
  execute: Service['execute'],
  { partnerId, day }: { partnerId: string; day: number },
): Promise<void> {
  for (const { relationshipId, state } of await queries.unreminded(partnerId, day, DUE_AT_ONCE)) {
    const invitationId = state.invitation?.id;
    if (invitationId !== undefined)
      await execute({ type: 'remind', by: CLOCK, invitationId }, relationshipId);
  }
}

/** What is known of a domain before anybody is invited. */
export type Checked = { readonly tenant: TenantAnswer; readonly found: Found | undefined };

async function check(parts: ServiceParts, domain: CustomerDomain, partner: Partner): Promise<Checked> {
  const tenant = await lookUp(parts, domain, partner.cloud);
  const byTenant = tenant.found ? await parts.queries.byTenant(partner.id, tenant.tenantId) : undefined;
  return { tenant, found: byTenant ?? (await parts.queries.byDomain(partner.id, domain)) };
}
