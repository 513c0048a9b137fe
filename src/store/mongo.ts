import { MongoClient } from 'mongodb';
import { type Collections, collections } from './collections.ts';
import { ensureIndexes } from './indexes.ts';

/** An open connection to a replica set, with the collections and the guarantees of their indexes. */
export type Mongo = Collections & {
  readonly client: MongoClient;
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
