import { createAgents } from './agents.ts';
import { createRefusals } from './audit/refusals.ts';
import { createAudit } from './audit/transaction.ts';
import { createVerification } from './audit/verification.ts';
import { createCards } from './cards.ts';
import { createConversations } from './conversations.ts';
import { createDeliveries } from './deliveries/deliveries.ts';
import { createLanes } from './deliveries/lanes.ts';
import { createDeliveryOverview } from './deliveries/overview.ts';
import { createPaces } from './deliveries/paces.ts';
import { ensureIndexes } from './indexes.ts';
import { openMongo } from './mongo.ts';
import { createPartners } from './partners.ts';
import { createStoredPeople } from './people.ts';
import { createRelationships } from './relationships/change.ts';
import { createHistory } from './relationships/history.ts';
import { createOutbox } from './relationships/outbox.ts';
import { createOutcomes } from './relationships/outcomes.ts';
import { createRelationshipQueries } from './relationships/queries.ts';
import { createStoredSessions } from './sessions.ts';
import { createPartnerTenants } from './tenant-groups.ts';

/**
 * Opens the database and builds everything that reads or writes it; returns at once, and connects by itself.
 * `holder`: the name under which this process leases events, unlike that of any other process.
 */
export function createStore(uri: string, holder: string) {
  const mongo = openMongo(uri);
  const audit = createAudit(mongo);
  const partners = createPartners(mongo, audit);
  const lanes = createLanes(mongo);
  return {
    audit,
    partners,
    agents: createAgents(mongo, audit),
    people: createStoredPeople(mongo),
    conversations: createConversations(mongo, audit),
    cards: createCards(mongo),
    deliveries: createDeliveries(mongo, lanes),
    deliveryOverview: createDeliveryOverview(mongo, lanes),
    lanes,
    paces: createPaces(mongo),
    sessions: createStoredSessions(mongo),
    relationships: createRelationships(mongo, { partners, audit }),
    queries: createRelationshipQueries(mongo),
    outbox: createOutbox(mongo, holder),
    history: createHistory(mongo),
    outcomes: createOutcomes(mongo),
    refusals: createRefusals(mongo, partners, audit),
    verification: createVerification(mongo),
    keepTenants: createPartnerTenants(mongo, audit),
    ping: mongo.ping,
    requireReplicaSet: mongo.requireReplicaSet,
    ensureIndexes: () => ensureIndexes(mongo),
    close: mongo.close,
  };
}

/** The database, as the rest of the program uses it. */
export type Store = ReturnType<typeof createStore>;
