import { type Db, MongoClient } from 'mongodb';
import type { ClockReading } from './clock.ts';
import { type Collections, collections } from './collections.ts';
import { isDuplicateOf } from './database-errors.ts';

/** An open connection to a replica set, with the collections. */
export type Mongo = Collections & {
  readonly client: MongoClient;
  /**
   * Connects where there is no connection yet, and asks the primary for an answer and its time; throws after 5 s
   * without one.
   */
  ping(): Promise<ClockReading>;
  /** Throws a `StandaloneError` where the server belongs to no replica set, because it has no transactions then. */
  requireReplicaSet(): Promise<void>;
  /** The time by the database's clock. */
  clock(): Promise<Date>;
  /** Writes to a document of its own, and waits until a majority has the write; throws where the database takes none. */
  confirmWrite(): Promise<void>;
  /** The server's version, such as `7.0.14`. */
  version(): Promise<string>;
  close(): Promise<void>;
};

// Weak concerns lose acknowledged writes at a failover, so they are fixed here and not in the URI.
const DURABLE = {
  readConcern: { level: 'majority' },
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
  retryWrites: true,
  retryReads: true,
  // A server that said that it is no primary is asked again after so long; the driver's 10 s outlast a turn.
  heartbeatFrequencyMS: 2000,
  serverSelectionTimeoutMS: 5000,
  connectTimeoutMS: 5000,
  // A command without an answer is given up before its turn is. The driver's own `timeoutMS` does nothing (7.9).
  socketTimeoutMS: 5000,
  waitQueueTimeoutMS: 5000,
  ignoreUndefined: false,
} as const;

/** A server that belongs to no replica set. */
export class StandaloneError extends Error {
  override readonly name = 'StandaloneError';
}

/** Returns at once, whether there is a database or not; `ping` connects, and once more after a failure. */
export function openMongo(uri: string): Mongo {
  const client = new MongoClient(uri, DURABLE);
  const db = client.db();
  const all = collections(db);
  return {
    client,
    ...all,
    ...createProbes(db, all),
    async ping() {
      // A first connection that failed is not repeated by the driver itself.
      await client.connect();
      await db.command({ ping: 1 });
      return readClock(db);
    },
    async requireReplicaSet() {
      const { setName, msg } = await db.command({ hello: 1 });
      // A router of a sharded cluster names no set.
      if (setName === undefined && msg !== 'isdbgrid')
        throw new StandaloneError('The server is a standalone');
    },
    async clock() {
      const [answer] = await db
        .aggregate<{ now: Date }>([{ $documents: [{}] }, { $set: { now: '$$NOW' } }])
        .toArray();
      if (!answer) throw new Error('The database told no time');
      return answer.now;
    },
    close: () => client.close(),
  };
}

function createProbes(db: Db, { probes }: Pick<Collections, 'probes'>) {
  return {
    async confirmWrite(): Promise<void> {
      const write = () =>
        probes.updateOne({ _id: 'writes' }, { $currentDate: { at: true } }, { upsert: true });
      // Two processes may make the document at the same moment.
      await write().catch((error: unknown) => {
        if (!isDuplicateOf(error, '_id')) throw error;
      });
    },

    async version(): Promise<string> {
      const { version } = await db.admin().buildInfo();
      return String(version);
    },
  };
}

// The connection is there already, so that only the way there and back takes time.
async function readClock(db: Db): Promise<ClockReading> {
  const askedAt = performance.now();
  const { localTime } = await db.command({ hello: 1 });
  const roundTripMs = performance.now() - askedAt;
  return { atMs: askedAt + roundTripMs / 2, serverMs: localTime.getTime(), roundTripMs };
}
