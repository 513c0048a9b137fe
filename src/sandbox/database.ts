import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { findMongod, startMongod } from './mongod.ts';

type DatabaseOptions = Readonly<{
  env: NodeJS.ProcessEnv;
  /** Where a downloaded mongod is kept, also when the sandbox starts fresh. */
  cacheFolder: string;
  folder: string;
  /** True when the data of earlier sandboxes has to be deleted. */
  isFresh: boolean;
  say: (line: string) => void;
}>;

/** Returns the URI of a database for the sandbox alone, on a replica set that runs until `stop`. */
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

// A developer's MONGODB_URI may name a database with important data; the sandbox uses another one on the same server.
function inDatabase(uri: string, database: string) {
  const [, servers, named, query] = /^([^/]+\/\/[^/?]+)\/?([^?]*)\??(.*)$/.exec(uri) ?? [];
  // The driver's own error says best what is wrong with the URI.
  if (!servers) return uri;
  const settings = new URLSearchParams(query);
  // The database that the URI named was also the one in which its user is defined.
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
