import type { Command } from '../../../src/relationship/command.ts';
import { decide } from '../../../src/relationship/decide.ts';
import type { Partner } from '../../../src/relationship/partner.ts';
import type { CustomerDomain } from '../../../src/relationship/values/customer-domain.ts';
import type { AuditDocument } from '../../../src/store/documents.ts';
import { openMongo } from '../../../src/store/mongo.ts';
import type { ChangeTarget, Decision, Relationships } from '../../../src/store/relationships/change.ts';
import { createStore, type Store } from '../../../src/store/store.ts';
import { tokenHashOf } from '../given.ts';
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

/** Opens the store on a database of its own, with one partner. */
export async function startStore() {
  const uri = databaseUri();
  const store = createStore(uri, 'a test');
  await store.ensureIndexes();
  await store.partners.save(PARTNER.id, () => PARTNER, { by: AGENT });
  // Tests read and tamper with documents directly, not through the store.
  const mongo = openMongo(uri);

  return {
    mongo,
    audit: store.audit,
    partners: store.partners,
    agents: store.agents,
    conversations: store.conversations,
    relationships: store.relationships,
    queries: store.queries,
    refusals: store.refusals,
    verification: store.verification,
    keepTenants: store.keepTenants,

    /** Carries a command out on a relationship. */
    change: changing(store.relationships),

    /** Opens the same store once more, as another process does. */
    another: async () => {
      const other = createStore(uri, 'another test');
      return { change: changing(other.relationships), close: other.close };
    },

    /** All entries of the audit, in their order. */
    entries: () => mongo.audit.find({}, { sort: { sequence: 1 } }).toArray(),

    /** The entry of the audit in this place of a chain; throws when there is none. */
    async entryAt(sequence: number): Promise<AuditDocument> {
      const entry = await mongo.audit.findOne({ sequence });
      if (!entry) throw new Error(`No entry ${sequence}`);
      return entry;
    },

    /** The result of `audit verify` for a partner: `whole`, or what is wrong and where. */
    verdict: (partnerId = PARTNER.id) => verdictOn(store, partnerId),

    async stop(): Promise<void> {
      await mongo.client.db().dropDatabase();
      await Promise.all([mongo.close(), store.close()]);
    },
  };
}

async function verdictOn({ verification }: Store, partnerId: string): Promise<string> {
  const verdict = await verification.verify(partnerId);
  if (verdict.isWhole) return 'whole';
  const { flaw, sequence, eventId } = verdict;
  return [flaw, sequence, eventId].filter((one) => one !== undefined).join(' ');
}

/** An open store of a test. */
export type TestStore = Awaited<ReturnType<typeof startStore>>;

const changing =
  ({ change }: Relationships) =>
  (
    command: Command,
    target: ChangeTarget,
    recording: { cause?: string; sealed?: string; sealedLink?: string } = {},
  ) =>
    change(target, decisionOf(command), recording);

const decisionOf =
  (command: Command): Decision =>
  (situation, now) =>
    decide(command, situation, now);

/** The target of a command on the partner's relationship with this customer, which need not exist yet. */
export const withCustomer = (customerTenantId: string): ChangeTarget => ({
  partnerId: PARTNER.id,
  customer: { tenantId: customerTenantId, domain: 'contoso.com' as CustomerDomain },
});

/** A command that invites a customer; the token's hash is made from `id`. */
export function inviting(id: string, tenantId: string, lifeDays = 7): Extract<Command, { type: 'invite' }> {
  return {
    type: 'invite',
    by: AGENT,
    invitationId: id,
    tokenHash: tokenHashOf(`hash of ${id}`),
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

/** An answer of a person of the customer. */
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
