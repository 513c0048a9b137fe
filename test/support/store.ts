import type { Command } from '../../src/relationship/command.ts';
import type { CustomerDomain } from '../../src/relationship/customer-domain.ts';
import { decide } from '../../src/relationship/decide.ts';
import type { Partner } from '../../src/relationship/partner.ts';
import { openMongo } from '../../src/store/mongo.ts';
import { createPartners } from '../../src/store/partners.ts';
import { createRelationshipQueries } from '../../src/store/relationship-queries.ts';
import { createRelationships, type Decision, type Target } from '../../src/store/relationships.ts';
import { databaseUri } from './world.ts';

/** The partner of the store's tests. */
export const PARTNER: Partner = {
  id: 'fabrikam',
  tenantIds: ['fabrikam'],
  name: 'Fabrikam',
  country: 'ES',
  cloud: 'public',
  language: 'en',
  timeZone: 'Europe/Madrid',
  authority: 'member',
  lifeDays: 7,
};

/** The store on a database of its own, with one partner. */
export async function startStore() {
  const mongo = openMongo(databaseUri());
  if (!(await mongo.isReady())) throw new Error('The test database is away');
  const partners = createPartners(mongo);
  await partners.save(PARTNER);
  const relationships = createRelationships(mongo, partners);

  return {
    mongo,
    partners,
    relationships,
    queries: createRelationshipQueries(mongo),

    /** Carries a command out on a relationship. */
    change: (
      command: Command,
      target: Target,
      recording: { cause?: string; leasedBy?: string; sealed?: string } = {},
    ) => relationships.change(target, decisionOf(command), recording),

    async stop(): Promise<void> {
      await mongo.client.db().dropDatabase();
      await mongo.close();
    },
  };
}

/** The store as a test holds it. */
export type TestStore = Awaited<ReturnType<typeof startStore>>;

const decisionOf =
  (command: Command): Decision =>
  (situation, now) =>
    decide(command, situation, now);

/** Where a customer's relationship with the partner is, whether it exists or not. */
export const withCustomer = (customerTenantId: string): Target => ({
  partnerId: PARTNER.id,
  customer: { tenantId: customerTenantId, domain: 'contoso.com' as CustomerDomain },
});

/** An invitation of a customer; `id` also makes its token. */
export function inviting(id: string, tenantId: string, lifeDays = 7): Extract<Command, { type: 'invite' }> {
  return {
    type: 'invite',
    by: AGENT,
    invitationId: id,
    tokenHash: `hash of ${id}`,
    customer: {
      name: 'Contoso',
      domain: 'contoso.com' as CustomerDomain,
      tenantId,
      country: 'ES',
      cloud: 'public',
    },
    terms: { scope: 'full', buys: 'unknown', language: 'es', lifeDays },
    regions: { partner: 'europe', customer: 'europe' },
  };
}

/** An answer of somebody at the customer. */
export function answering(type: 'accept' | 'decline', invitationId: string, tenantId: string): Command {
  return { type, invitationId, by: { ...PERSON, tenantId } };
}

/** An Admin agent of the partner. */
export const AGENT = {
  kind: 'agent',
  tenantId: 'fabrikam',
  objectId: 'dana',
  name: 'Dana',
  role: 'admin',
  language: 'en',
} as const;

const PERSON = {
  kind: 'customer',
  objectId: 'megan',
  name: 'Megan',
  emails: [],
  isAdministrator: true,
  isGuest: false,
} as const;
