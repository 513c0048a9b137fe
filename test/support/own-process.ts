import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from './world.ts';

const MAIN = join(import.meta.dirname, '../../dist/main.js');

/** The program as operators start it, in a process that can die of what it is sent. */
export async function startProcess(variables: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--disable-proto=delete', MAIN], {
    env: { ...variables, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const port = () => /"port":(\d+)/.exec(lines.join('\n'))?.[1];
  await until(() => isOver() || port() !== undefined, 'the process listens or gives up', 20_000);
  const url = `http://127.0.0.1:${port()}`;

  return {
    url,
    /** What it wrote, a line each. */
    lines,
    isOver,
    exitCode: () => child.exitCode,

    /** Whether it answers; also waits for a death that is under way. */
    async isAlive(): Promise<boolean> {
      const isAnswering = await fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
      return isAnswering && !isOver();
    },

    async stop(): Promise<void> {
      if (isOver()) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** Such a process. */
export type OwnProcess = Awaited<ReturnType<typeof startProcess>>;
