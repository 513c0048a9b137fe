import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startWorld, until } from './world.ts';

const MAIN = join(import.meta.dirname, '../../../dist/main.js');

/** The program as operators start it, in a process that can die of what it is sent. */
export async function startProcess(variables: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--disable-proto=delete', MAIN], {
    env: { ...variables, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const readers = [child.stdout, child.stderr].map((input) => createInterface({ input }));
  for (const reader of readers) reader.on('line', (line) => lines.push(line));
  // A process is gone before its last words are read.
  const allRead = Promise.all(readers.map((reader) => once(reader, 'close')));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const port = () => /"port":(\d+)/.exec(lines.join('\n'))?.[1];
  await until(() => isOver() || port() !== undefined, 'the process listens or gives up', 40_000);
  const url = `http://127.0.0.1:${port()}`;

  return {
    url,
    /** What it wrote, a line each. */
    lines,
    isOver,
    exitCode: () => child.exitCode,

    /** Whether it answers, and still does a moment later: a death may be under way. */
    async isAlive(): Promise<boolean> {
      const isAnswering = await answers(url);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return isAnswering && !isOver() && (await answers(url));
    },

    /** What it logged as broken inside. */
    faults: () => lines.filter((line) => line.startsWith('{') && JSON.parse(line).level >= 50),

    /** Asks it to stop, as an operator does; its exit code. */
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

/** A world whose program is such a process, with a folder of its own for temporary files. */
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

    /** Another process, where the last one has died. */
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
