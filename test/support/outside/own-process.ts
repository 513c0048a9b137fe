import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopWithThisProcess } from '../../../src/sandbox/child.ts';

/** A Node program to start; it prints `"port":<number>` once it listens. */
export type ProcessStart = {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Waits until it listens; otherwise returns at once, as for a program that may never listen. */
  readonly isAwaited?: boolean;
};

const PATIENCE_MS = 60_000;
const LINES_KEPT = 400;

/** Starts a Node program in a process of its own, which ends with this process at the latest. */
export async function startOwnProcess({ args, env = {}, folder, isAwaited = true }: ProcessStart) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(folder === undefined ? {} : { cwd: folder }),
  });
  const { pid = 0 } = child;
  const watch = stopWithThisProcess(pid);
  const exited = once(child, 'exit').finally(() => watch.kill());
  const lines = linesOf(child);
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const port = () => /"port":\s*(\d+)/.exec(lines.join('\n'))?.[1];
  const listening = waitFor(() => isOver() || port() !== undefined);
  if (isAwaited) await listening;
  if (isAwaited && isOver()) throw new Error(`It ended: ${lines.slice(-5).join('\n')}`);

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!isOver()) {
      child.kill(signal);
      await exited;
    }
    return child.exitCode;
  };
  return {
    pid,
    lines,
    startedAt,
    isOver,
    exitCode: () => child.exitCode,
    url: () => `http://127.0.0.1:${port()}`,
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    kill: () => end('SIGKILL'),
    terminate: () => end('SIGTERM'),
  };
}

/** A program that runs in a process of its own. */
export type OwnProcess = Awaited<ReturnType<typeof startOwnProcess>>;

function linesOf(child: ChildProcess): string[] {
  const lines: string[] = [];
  const keep = (chunk: Buffer) => {
    lines.push(...chunk.toString('utf8').split('\n').filter(Boolean));
    // The first lines say on which port it listens.
    if (lines.length > LINES_KEPT) lines.splice(20, lines.length - LINES_KEPT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return lines;
}

async function waitFor(check: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!check()) {
    if (performance.now() > end) throw new Error('A program does not listen');
    await sleep(2);
  }
}

/** The CPU time, user and system, that all threads of a process have used, in milliseconds (Linux). */
export function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) => onCpu(`/proc/${pid}/task/${thread}/schedstat`));
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

/** The resident memory of a process in MB (Linux). */
export function rssMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

// A thread may end between the listing and the reading.
function onCpu(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8').split(' ')[0]);
  } catch {
    return 0;
  }
}
