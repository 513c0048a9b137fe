import { MongoClient } from 'mongodb';
import { type Collections, collections } from './collections.ts';

/** An open connection to a replica set, with the collections. */
export type Mongo = Collections & {
  readonly client: MongoClient;
  /** Asks the primary for an answer; throws after 5 s without one. */
  ping(): Promise<void>;
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

/** Returns at once: the driver connects by itself, so a program that starts before its database waits for it. */
export function openMongo(uri: string): Mongo {
  const client = new MongoClient(uri, DURABLE);
  const db = client.db();
  return {
    client,
    ...collections(db),
    ping: async () => void (await db.command({ ping: 1 })),
    close: () => client.close(),
  };
}
