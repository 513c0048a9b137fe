import type { Command } from '../../../src/relationship/command.ts';
import { decide } from '../../../src/relationship/decide.ts';
import type { Partner } from '../../../src/relationship/partner.ts';
import type { CustomerDomain } from '../../../src/relationship/values/customer-domain.ts';
import { idsOf } from '../../../src/store/aggregates/chain.ts';
import type { Pending } from '../../../src/store/aggregates/outbox.ts';
import type { EntryDocument } from '../../../src/store/documents.ts';
import { openMongo } from '../../../src/store/mongo.ts';
import type { Decision } from '../../../src/store/relationships/change.ts';
import type { ChangeTarget } from '../../../src/store/relationships/situation.ts';
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
  const store = createStore(uri);
  const passOn = passingOn(store);
  await store.ensureIndexes();
  await store.partners.save(PARTNER.id, () => PARTNER, { by: AGENT });
  // Tests read and tamper with documents directly, not through the store.
  const mongo = openMongo(uri);

  return {
    mongo,
    partners: store.partners,
    agents: store.agents,
    subscriptions: store.subscriptions,
    deliveryEntries: store.deliveryEntries,
    anchors: store.anchors,
    history: store.history,
    outbox: store.outbox,
    conversations: store.conversations,
    relationships: store.relationships,
    queries: store.queries,
    dueRelationships: store.dueRelationships,
    refusals: store.refusals,
    verification: store.verification,
    keepTenants: store.keepTenants,

    /** Carries a command out on a relationship. */
    change: changing(store, passOn),

    /** The same, but what happened stays in the outbox. */
    changeOnly: changing(store, async () => {}),

    /** Passes on what stands in the outboxes, without announcing it. */
    passOn,

    /** Opens the same store once more, as another process does. */
    another: async () => {
      const other = createStore(uri);
      return { change: changing(other, passingOn(other)), close: other.close };
    },

    /** All entries of a chain, in their order; without an id, those of the partner's own chain. */
    async entries(documentId: string = PARTNER.id): Promise<EntryDocument[]> {
      await passOn();
      return mongo.events.find({ _id: idsOf(documentId) }, { sort: { _id: 1 } }).toArray();
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
  const { flaw, sequence, relationshipId } = verdict;
  return [flaw, sequence, relationshipId].filter((one) => one !== null).join(' ');
}

/** An open store of a test. */
export type TestStore = Awaited<ReturnType<typeof startStore>>;

const changing =
  ({ relationships }: Pick<Store, 'relationships'>, passOn: () => Promise<void>) =>
  async (
    command: Command,
    target: ChangeTarget,
    recording: { cause?: string; sealed?: string; sealedLink?: string } = {},
  ) => {
    const change = await relationships.change(target, decisionOf(command), recording);
    await passOn();
    return change;
  };

// What this process has written is handed to a relay that announces nothing.
function passingOn({ outbox, onPending }: Store): () => Promise<void> {
  let waiting: Pending[] = [];
  onPending((document) => void waiting.push(document));
  return async () => {
    const pending = waiting;
    waiting = [];
    await outbox.store(pending);
    await outbox.clear(pending);
  };
}

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
