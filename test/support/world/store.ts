import type { Command } from '../../../src/relationship/command.ts';
import { decide } from '../../../src/relationship/decide.ts';
import type { Partner } from '../../../src/relationship/partner.ts';
import type { CustomerDomain } from '../../../src/relationship/values/customer-domain.ts';
import { createAgents } from '../../../src/store/agents.ts';
import { createAudit } from '../../../src/store/audit/transaction.ts';
import { createVerification } from '../../../src/store/audit/verification.ts';
import { createConversations } from '../../../src/store/conversations.ts';
import { type Mongo, openMongo } from '../../../src/store/mongo.ts';
import { createPartners } from '../../../src/store/partners.ts';
import {
  createRelationships,
  type Decision,
  type Relationships,
  type Target,
} from '../../../src/store/relationships/change.ts';
import { createRelationshipQueries } from '../../../src/store/relationships/queries.ts';
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
  const uri = databaseUri();
  const mongo = openMongo(uri);
  if (!(await mongo.isReady())) throw new Error('The test database is away');
  const audit = createAudit(mongo);
  const partners = createPartners(mongo, audit);
  await partners.save(PARTNER.id, () => PARTNER, { by: AGENT });
  const relationships = createRelationships(mongo, { partners, audit });

  return {
    mongo,
    audit,
    partners,
    agents: createAgents(mongo, audit),
    conversations: createConversations(mongo, audit),
    relationships,
    queries: createRelationshipQueries(mongo),

    /** Carries a command out on a relationship. */
    change: changing(relationships),

    /** The same store as another process has it. */
    another: async () => {
      const other = openMongo(uri);
      const audit = createAudit(other);
      const parts = { partners: createPartners(other, audit), audit };
      return { change: changing(createRelationships(other, parts)), close: other.close };
    },

    /** What `audit verify` says of the partner, in one line. */
    verdict: () => verdictOn(mongo, PARTNER.id),

    async stop(): Promise<void> {
      await mongo.client.db().dropDatabase();
      await mongo.close();
    },
  };
}

/** What `audit verify` says of a partner: `whole`, or what is wrong and where. */
export async function verdictOn(mongo: Mongo, partnerId: string): Promise<string> {
  const verdict = await createVerification(mongo).verify(partnerId);
  if (verdict.isWhole) return 'whole';
  const { flaw, sequence, eventId } = verdict;
  return [flaw, sequence, eventId].filter((one) => one !== undefined).join(' ');
}

/** The store as a test holds it. */
export type TestStore = Awaited<ReturnType<typeof startStore>>;

const changing =
  ({ change }: Relationships) =>
  (
    command: Command,
    target: Target,
    recording: { cause?: string; sealed?: string; sealedLink?: string } = {},
  ) =>
    change(target, decisionOf(command), recording);

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
