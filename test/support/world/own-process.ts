import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startWorld, until } from './world.ts';

const MAIN = join(import.meta.dirname, '../../../dist/main.js');

/** Starts the program as operators start it, in a process of its own, which a hostile request could end. */
export async function startProcess(variables: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--disable-proto=delete', MAIN], {
    env: { ...variables, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const readers = [child.stdout, child.stderr].map((input) => createInterface({ input }));
  for (const reader of readers) reader.on('line', (line) => lines.push(line));
  // The process ends before its last lines are read.
  const allRead = Promise.all(readers.map((reader) => once(reader, 'close')));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const port = () => /"port":(\d+)/.exec(lines.join('\n'))?.[1];
  await until(() => isOver() || port() !== undefined, 'the process listens or gives up', 40_000);
  const url = `http://127.0.0.1:${port()}`;

  return {
    url,
    /** The lines that it printed. */
    lines,
    isOver,
    pid: child.pid,

    /** The memory that it holds, in bytes. */
    memory: () => Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) * 4096,
    exitCode: () => child.exitCode,

    /** True when it answers, and still does after 50 ms, because it may be about to end. */
    async isAlive(): Promise<boolean> {
      const isAnswering = await answers(url);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return isAnswering && !isOver() && (await answers(url));
    },

    /** The faults that it logged. */
    faults: () => lines.filter((line) => line.startsWith('{') && JSON.parse(line).level >= 50),

    signal: (signal: NodeJS.Signals): void => void child.kill(signal),

    /** Stops it as it is, with SIGSTOP, until SIGCONT. */
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),

    /** Sends SIGTERM, as an operator does; returns the exit code. */
    async terminate(): Promise<number | null> {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await Promise.all([exit, allRead]);
      return child.exitCode;
    },

    async stop(): Promise<void> {
      if (!isOver()) child.kill('SIGKILL');
      await allRead;
    },
  };
}

/** Starts a world whose program is a process of its own, with its own folder for temporary files. */
export async function startProcessWorld() {
  const temporary = await mkdtemp(join(tmpdir(), 'vinculo-hostile-'));
  const world = await startWorld();
  await world.stopProgram();
  const start = () => startProcess({ ...world.variables, TMPDIR: temporary });
  let program = await start();
  return {
    world,
    temporary,
    program: () => program,

    /** Starts another process when the last one has ended. */
    async revive(): Promise<void> {
      if (program.isOver()) program = await start();
    },

    async stop(): Promise<void> {
      await program.stop();
      await Promise.all([world.stop(), rm(temporary, { recursive: true })]);
    },
  };
}

/** Such a world for the tests of one `describe`: a test that kills the process fails, and the next one has another. */
export function useProcessWorld() {
  const running = {} as Awaited<ReturnType<typeof startProcessWorld>>;
  beforeAll(async () => {
    Object.assign(running, await startProcessWorld());
  });
  beforeEach(() => running.revive());
  afterAll(() => running.stop());
  return running;
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
