import { createOutbox, type Pending } from './aggregates/outbox.ts';
import { createAnchors } from './audit/anchors.ts';
import { createRefusals } from './audit/refusals.ts';
import { createVerification } from './audit/verification.ts';
import { createCards } from './cards.ts';
import { createConversations } from './conversations.ts';
import { createDeliveries } from './deliveries/deliveries.ts';
import { createDeliveryFigures } from './deliveries/figures.ts';
import { createLanes } from './deliveries/lanes.ts';
import { createDeliveryOverview } from './deliveries/overview.ts';
import { createPaces } from './deliveries/paces.ts';
import { ensureIndexes } from './indexes.ts';
import { openMongo } from './mongo.ts';
import { createAgents } from './partners/agents.ts';
import { createChangePartner } from './partners/change-partner.ts';
import { createDeliveryEntries } from './partners/delivery-entries.ts';
import { createDirectory } from './partners/directory.ts';
import { createPartners } from './partners/partners.ts';
import { createSubscriptions } from './partners/subscriptions.ts';
import { createPartnerTenants } from './partners/tenant-groups.ts';
import { createStoredPeople } from './people.ts';
import { createPlaces } from './places.ts';
import { createRelationships } from './relationships/change.ts';
import { createDueRelationships } from './relationships/due.ts';
import { createHistory } from './relationships/history.ts';
import { createOutcomes } from './relationships/outcomes.ts';
import { createRelationshipQueries } from './relationships/queries.ts';
import { createStoredSessions } from './sessions.ts';

/** Opens the database and builds everything that reads or writes it; returns at once, and connects by itself. */
export function createStore(uri: string) {
  const mongo = openMongo(uri);
  const { send: onWritten, onSend: onPending } = createPendingSignal();
  const directory = createDirectory(mongo);
  const change = createChangePartner(mongo, (document) => {
    directory.forget();
    onWritten(document);
  });
  const lanes = createLanes(mongo);
  return {
    onPending,
    partners: createPartners(mongo, { directory, change }),
    agents: createAgents(mongo, { directory, change }),
    subscriptions: createSubscriptions(mongo, { directory, change }),
    people: createStoredPeople(mongo),
    conversations: createConversations(mongo),
    places: createPlaces(mongo),
    deliveryEntries: createDeliveryEntries(change),
    cards: createCards(mongo),
    deliveries: createDeliveries(mongo, lanes),
    deliveryOverview: createDeliveryOverview(mongo, lanes),
    figures: createDeliveryFigures(mongo),
    lanes,
    paces: createPaces(mongo),
    sessions: createStoredSessions(mongo),
    relationships: createRelationships(mongo, { directory, onWritten }),
    queries: createRelationshipQueries(mongo),
    dueRelationships: createDueRelationships(mongo),
    outbox: createOutbox(mongo),
    history: createHistory(mongo),
    outcomes: createOutcomes(mongo),
    refusals: createRefusals(mongo, { changePartner: change, onWritten }),
    anchors: createAnchors(mongo, change),
    verification: createVerification(mongo),
    keepTenants: createPartnerTenants(mongo, change),
    ping: mongo.ping,
    confirmWrite: mongo.confirmWrite,
    version: mongo.version,
    requireReplicaSet: mongo.requireReplicaSet,
    ensureIndexes: () => ensureIndexes(mongo),
    close: mongo.close,
  };
}

/** The database, as the rest of the program uses it. */
export type Store = ReturnType<typeof createStore>;

// The relay, which learns of every write that leaves something to pass on, is built after the store.
function createPendingSignal() {
  let receive: (document: Pending) => void = () => {};
  return {
    send: (document: Pending): void => receive(document),
    /** Calls the receiver with every document that this process has written, with its outbox. */
    onSend(receiver: (document: Pending) => void): void {
      receive = receiver;
    },
  };
}
