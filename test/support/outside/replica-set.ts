import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { MongoMemoryReplSet } from 'mongodb-memory-server';
import { findMongod, startMongod } from '../../../src/sandbox/mongod.ts';

/** A replica set of its own; `uriOf` names a database on it. */
export type ReplicaSet = {
  readonly uriOf: (database: string) => string;
  readonly stop: () => Promise<void>;
};

const CACHE = join(process.cwd(), 'node_modules/.cache/vinculo/mongod');
// A machine that measures has other uses for its memory.
const CACHE_GB = '0.5';

/** The mongod binary that the sandbox finds. */
export async function mongodBinary(say: (line: string) => void): Promise<string> {
  const found = await findMongod({
    env: { ...process.env, MONGODB_URI: undefined },
    cacheFolder: CACHE,
    say,
  });
  if ('uri' in found) throw new Error('A mongod binary is needed');
  return found.binary;
}

/** Starts a replica set of one or three nodes, on the disk of this machine. */
export async function startReplicaSet(nodes: 1 | 3, say: (line: string) => void): Promise<ReplicaSet> {
  const binary = await mongodBinary(say);
  const folder = await mkdtemp(join(tmpdir(), 'vinculo-outside-'));
  const started = nodes === 1 ? await startOneNode(binary, folder) : await threeNodes(binary);
  return {
    uriOf: (database) => started.uri.replace('/?', `/${database}?`),
    stop: async () => {
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The version of a replica set's mongod. */
export async function mongodVersion({ uriOf }: ReplicaSet): Promise<string> {
  const client = await new MongoClient(uriOf('admin')).connect();
  const { version } = await client.db().command({ buildInfo: 1 });
  await client.close();
  return String(version);
}

/** Starts a node on the data in this folder, which may be those of a node that was stopped. */
export function startOneNode(binary: string, dataFolder: string, port?: number) {
  const args = ['--setParameter', 'enableTestCommands=1', '--wiredTigerCacheSizeGB', CACHE_GB];
  return startMongod({ binary, dataFolder, port, args });
}

async function threeNodes(systemBinary: string) {
  // It would say for each node that this is not the version that it would have fetched.
  process.env['MONGOMS_SYSTEM_BINARY_VERSION_CHECK'] = 'false';
  const set = await MongoMemoryReplSet.create({
    binary: { systemBinary },
    replSet: { count: 3, storageEngine: 'wiredTiger', name: 'vinculo' },
  });
  return { uri: set.getUri(), stop: () => set.stop().then(() => undefined) };
}
