import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Where and with what a run was made. */
export type Machine = Readonly<Record<string, string>>;

const run = promisify(execFile);

/** The machine and the versions of this run. */
export async function machineNow(mongod: string): Promise<Machine> {
  const { stdout: commit } = await run('git', ['rev-parse', '--short', 'HEAD']).catch(() => ({
    stdout: '–',
  }));
  return {
    at: new Date().toISOString(),
    commit: commit.trim(),
    node: process.version,
    mongod,
    cores: String(availableParallelism()),
    cpu: cpus()[0]?.model ?? '–',
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${process.platform} ${release()}`,
    load: loadavg()
      .map((one) => one.toFixed(1))
      .join(' '),
  };
}

/** The version of an installed package. */
export async function versionOf(name: string, folder = process.cwd()): Promise<string> {
  const file = join(folder, 'node_modules', name, 'package.json');
  return JSON.parse(await readFile(file, 'utf8')).version;
}
