import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../src/sandbox/ports.ts';
import { agentOf, channelOf } from '../support/outside/numbered.ts';
import type { OwnProcess } from '../support/outside/own-process.ts';
import { mongodBinary, startOneNode } from '../support/outside/replica-set.ts';
import { ready, type Surroundings, startSurroundings, teamsAt } from '../support/outside/surroundings.ts';
import type { Fault } from './fault.ts';

const LIMIT_MS = 5_000;

/** F15: there is no database when the program starts, or it goes away later. It stays alive and says what it lacks. */
export const absentDatabase: Fault = async ({ scale, say, main }) => {
  const binary = await mongodBinary(say);
  const folder = await mkdtemp(join(tmpdir(), 'vinculo-absent-'));
  const port = await freePort();
  const surroundings = await startSurroundings(main === undefined ? {} : { main });
  const uri = `mongodb://127.0.0.1:${port}/absent?replicaSet=vinculo`;
  const awayMs = Math.max(8_000, 60_000 * Math.min(1, scale));
  const violations: string[] = [];
  let mongod: Awaited<ReturnType<typeof startOneNode>> | undefined;
  const program = await surroundings.program(uri);
  const probes = watch(program);
  try {
    say(`No database for ${awayMs / 1000} s at the start`);
    await sleep(awayMs);
    expectUnready(probes.take(), violations, 'at the start');
    mongod = await startOneNode(binary, folder, port);
    const first = await backAfter(program, violations, 'after the start');
    await speak(surroundings, program, violations);
    probes.take();
    say(`The database goes away for ${awayMs / 1000} s`);
    await mongod.stop();
    // What is under way when it goes may still be answered.
    await sleep(2_000);
    probes.take();
    await sleep(awayMs - 2_000);
    expectUnready(probes.take(), violations, 'later');
    mongod = await startOneNode(binary, folder, port);
    const second = await backAfter(program, violations, 'after it was away');
    await speak(surroundings, program, violations);
    const seconds = (ms: number) => (ms / 1000).toFixed(1);
    return {
      promise: 'alive throughout; ready exactly while the database can be used; ready 5 s after it is there',
      counts: { 'away s': awayMs / 1000, 'first back s': seconds(first), 'later back s': seconds(second) },
      violations,
    };
  } finally {
    probes.stop();
    await program.kill();
    await mongod?.stop();
    await surroundings.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

type Probe = { readonly alive: number; readonly ready: number };

// Both are asked four times a second, each with a deadline of its own.
function watch(program: OwnProcess) {
  let probes: Probe[] = [];
  const status = (path: string) =>
    fetch(`${program.url()}${path}`, { signal: AbortSignal.timeout(10_000) }).then(
      ({ status: code }) => code,
      () => 0,
    );
  const timer = setInterval(async () => {
    const [alive, isReady] = await Promise.all([status('/health'), status('/ready')]);
    probes.push({ alive, ready: isReady });
  }, 250);
  return {
    take(): readonly Probe[] {
      const taken = probes;
      probes = [];
      return taken;
    },
    stop: () => clearInterval(timer),
  };
}

function expectUnready(probes: readonly Probe[], violations: string[], when: string): void {
  const dead = probes.filter(({ alive }) => alive !== 200).length;
  const wrong = probes.filter(({ ready: code }) => code !== 503).length;
  if (probes.length === 0) violations.push(`Nobody could ask ${when}`);
  if (dead > 0) violations.push(`/health failed ${dead} of ${probes.length} times ${when}`);
  if (wrong > 0) violations.push(`/ready was not 503 ${wrong} of ${probes.length} times ${when}`);
}

async function backAfter(program: OwnProcess, violations: string[], when: string): Promise<number> {
  const start = performance.now();
  const ms = await ready(program, start, 30_000).catch(() => Number.POSITIVE_INFINITY);
  if (ms > LIMIT_MS)
    violations.push(`Ready ${(ms / 1000).toFixed(1)} s after the database was there, ${when}`);
  return ms;
}

async function speak(surroundings: Surroundings, program: OwnProcess, violations: string[]): Promise<void> {
  const [partner = ''] = surroundings.partners;
  const teams = await teamsAt(surroundings, program.url);
  const { status } = await teams.says(agentOf(partner), channelOf(partner, 0), 'help');
  if (status >= 300) violations.push(`help is answered with ${status}`);
}
