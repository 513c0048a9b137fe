import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Starts a replica set of one or three nodes, on the disk of this machine, with the binary that the sandbox finds. */
export async function startReplicaSet(nodes: 1 | 3, say: (line: string) => void): Promise<ReplicaSet> {
  const found = await findMongod({
    env: { ...process.env, MONGODB_URI: undefined },
    cacheFolder: CACHE,
    say,
  });
  if ('uri' in found) throw new Error('A mongod binary is needed');
  const folder = await mkdtemp(join(tmpdir(), 'vinculo-outside-'));
  const started = nodes === 1 ? await oneNode(found.binary, folder) : await threeNodes(found.binary);
  return {
    uriOf: (database) => started.uri.replace('/?', `/${database}?`),
    stop: async () => {
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function oneNode(binary: string, dataFolder: string) {
  const args = ['--setParameter', 'enableTestCommands=1', '--wiredTigerCacheSizeGB', CACHE_GB];
  return startMongod({ binary, dataFolder, args });
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
