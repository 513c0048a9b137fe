import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findMongod, startMongod } from '../../../src/sandbox/mongod.ts';

declare module 'vitest' {
  interface ProvidedContext {
    mongodbUri: string;
  }
}

type Mongod = { uri: string; stop(): Promise<void> };
type Shared = { users: number; mongod: Promise<Mongod> };

// vitest loads this file again for each project, so what the projects share lives on the global object.
const key: unique symbol = Symbol.for('vinculo.test.mongod');
const everywhere = globalThis as typeof globalThis & { [key]?: Shared };

/** The folder in which a downloaded mongod is kept for the next run. */
export const cacheFolder = join(import.meta.dirname, '../../../node_modules/.cache/vinculo/mongod');

/** Gives all projects of a run the same replica set, which stops when the last of them is done. */
export default async function setup(project: TestProject) {
  everywhere[key] ??= { users: 0, mongod: start((line) => project.vitest.logger.log(line)) };
  const shared = everywhere[key];
  shared.users += 1;
  const { uri, stop } = await shared.mongod;
  project.provide('mongodbUri', uri);

  return async function teardown() {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete everywhere[key];
    await stop();
  };
}

async function start(say: (line: string) => void): Promise<Mongod> {
  const found = await findMongod({ env: process.env, cacheFolder, say });
  if ('uri' in found) return { uri: found.uri, stop: async () => {} };
  const dataFolder = await temporaryFolder(await roomyFolder());
  const args = ['--setParameter', 'enableTestCommands=1', '--wiredTigerCacheSizeGB', '0.25'];
  const { uri, stop } = await startMongod({ binary: found.binary, dataFolder, args });
  return { uri, stop: () => stop().then(() => rm(dataFolder, { recursive: true, force: true })) };
}

// Memory is faster than a disk, but containers often have only 64 MB in /dev/shm, less than one journal file.
async function roomyFolder() {
  const memory = '/dev/shm';
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize > 2 ** 31 ? memory : tmpdir();
}

// The name holds the process that owns the folder, so that the next run can remove the 300 MB of a killed run.
async function temporaryFolder(parent: string) {
  const prefix = 'vinculo-test-';
  const earlier = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  const abandoned = earlier.filter((name) => !isAlive(Number.parseInt(name.slice(prefix.length), 10)));
  await Promise.all(abandoned.map((name) => rm(join(parent, name), { recursive: true, force: true })));
  return await mkdtemp(join(parent, `${prefix}${process.pid}-`));
}

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
