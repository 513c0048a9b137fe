import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { findMongod, startMongod } from './mongod.ts';

type DatabaseOptions = Readonly<{
  env: NodeJS.ProcessEnv;
  /** Where a mongod that was fetched stays, whatever is started over. */
  cacheFolder: string;
  folder: string;
  /** Whether what an earlier sandbox left is to be forgotten. */
  isFresh: boolean;
  say: (line: string) => void;
}>;

/** The URI of a database that is the sandbox's own, on a replica set that runs until `stop`. */
export async function startDatabase({ env, cacheFolder, folder, isFresh, say }: DatabaseOptions) {
  const found = await findMongod({ env, cacheFolder, say });
  if ('uri' in found) {
    const uri = inDatabase(found.uri, 'vinculo-sandbox');
    if (isFresh) await forget(uri);
    return { uri, stop: async () => {} };
  }
  const dataFolder = join(folder, 'mongod');
  await mkdir(dataFolder, { recursive: true });
  const { uri, stop } = await startMongod({ binary: found.binary, dataFolder });
  return { uri: inDatabase(uri, 'vinculo'), stop };
}

// A MONGODB_URI in a developer's environment may well name a database that matters; that one is not touched.
function inDatabase(uri: string, database: string) {
  const [, servers, named, query] = /^([^/]+\/\/[^/?]+)\/?([^?]*)\??(.*)$/.exec(uri) ?? [];
  // The driver says best what is wrong with it.
  if (!servers) return uri;
  const settings = new URLSearchParams(query);
  // The name it had also said where its user is known.
  if (named && !settings.has('authSource')) settings.set('authSource', named);
  return `${servers}/${database}${settings.size > 0 ? `?${settings}` : ''}`;
}

async function forget(uri: string) {
  const client = new MongoClient(uri);
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}
