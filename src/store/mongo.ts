import { type Collection, type Db, MongoClient } from 'mongodb';
import type {
  AgentDocument,
  CardDocument,
  ConversationDocument,
  EventDocument,
  PartnerDocument,
  RelationshipDocument,
  SessionDocument,
  SignInDocument,
} from './documents.ts';

/** An open connection to a replica set, with the collections and the guarantees of their indexes. */
export type Mongo = {
  readonly client: MongoClient;
  readonly partners: Collection<PartnerDocument>;
  readonly agents: Collection<AgentDocument>;
  readonly relationships: Collection<RelationshipDocument>;
  readonly events: Collection<EventDocument>;
  readonly conversations: Collection<ConversationDocument>;
  readonly cards: Collection<CardDocument>;
  readonly sessions: Collection<SessionDocument>;
  readonly signIns: Collection<SignInDocument>;
  /** Whether the primary answers and the indexes stand. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
};

// Weak concerns lose acknowledged writes at a failover, so they are fixed here and not in the URI.
const DURABLE = {
  readConcern: { level: 'majority' },
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
  retryWrites: true,
  retryReads: true,
  serverSelectionTimeoutMS: 5000,
  connectTimeoutMS: 5000,
  socketTimeoutMS: 8000,
  waitQueueTimeoutMS: 5000,
  ignoreUndefined: false,
} as const;

/**
 * Returns at once: the driver connects by itself, and the indexes are made at the first `isReady` that finds a
 * primary, so a program started before its database waits instead of falling over.
 */
export function openMongo(uri: string): Mongo {
  const client = new MongoClient(uri, DURABLE);
  const db = client.db();
  const mongo = collections(db);
  let indexed: Promise<void> | undefined;
  return {
    client,
    ...mongo,
    async isReady() {
      try {
        await db.command({ ping: 1 });
        indexed ??= ensureIndexes(mongo);
        await indexed;
        return true;
      } catch {
        // Not being ready is this question's answer, not a fault; the next one tries again.
        indexed = undefined;
        return false;
      }
    },
    close: () => client.close(),
  };
}

function collections(db: Db) {
  return {
    partners: db.collection<PartnerDocument>('partners'),
    agents: db.collection<AgentDocument>('agents'),
    relationships: db.collection<RelationshipDocument>('relationships'),
    events: db.collection<EventDocument>('events'),
    conversations: db.collection<ConversationDocument>('conversations'),
    cards: db.collection<CardDocument>('cards'),
    sessions: db.collection<SessionDocument>('sessions'),
    signIns: db.collection<SignInDocument>('signIns'),
  };
}

async function ensureIndexes(mongo: ReturnType<typeof collections>): Promise<void> {
  const { partners, relationships, events, conversations, cards, sessions, signIns } = mongo;
  await Promise.all([
    // Which partner is this tenant? A tenant belongs to one.
    partners.createIndex({ tenantIds: 1 }, { unique: true }),
    // One document, and with it one open invitation, per partner and customer.
    relationships.createIndex({ partnerId: 1, 'state.customer.tenantId': 1 }, { unique: true }),
    relationships.createIndex(
      { partnerId: 1, 'state.customer.tenantId': 1, 'state.status': 1 },
      { unique: true, partialFilterExpression: { 'state.status': 'invited' } },
    ),
    // Whose link is this? Also those of earlier invitations.
    relationships.createIndex({ 'links.tokenHash': 1 }, { unique: true }),
    // `status R-7K2M`: ids are unique per partner.
    relationships.createIndex({ partnerId: 1, 'links.invitationId': 1 }, { unique: true }),
    // `customers`, `list`: newest first.
    relationships.createIndex({ partnerId: 1, updatedAt: -1 }),
    // `invitations`, in the customer's Teams.
    relationships.createIndex({ 'state.customer.tenantId': 1, 'state.status': 1 }),
    // What is due to expire.
    relationships.createIndex(
      { 'state.invitation.expiresAt': 1 },
      { partialFilterExpression: { 'state.status': 'invited' } },
    ),
    // A redelivered activity finds what it did the first time.
    events.createIndex(
      { partnerId: 1, cause: 1, 'event.type': 1 },
      { unique: true, partialFilterExpression: { cause: { $type: 'string' } } },
    ),
    // The outbox: what is not dispatched and nobody has leased, oldest first.
    events.createIndex(
      { leaseUntil: 1, _id: 1 },
      { partialFilterExpression: { dispatchedAt: { $type: 'null' } } },
    ),
    // `history`.
    events.createIndex({ relationshipId: 1, _id: 1 }),
    // Which channels hear of this partner's customers?
    conversations.createIndex({ 'alerts.partnerId': 1 }),
    // The personal chat with somebody.
    conversations.createIndex({ tenantId: 1, personObjectId: 1 }),
    // Which cards show this invitation?
    cards.createIndex({ relationshipId: 1, invitationId: 1, postedAt: -1 }),
    sessions.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
    signIns.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
  ]);
}
