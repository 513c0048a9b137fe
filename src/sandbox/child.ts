import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

type ChildOptions = Readonly<{
  /** Node's flags, the program and the program's arguments; the Node of this process runs them. */
  args: readonly string[];
  /** All of its environment, apart from the few variables that it inherits from this process. */
  env: NodeJS.ProcessEnv;
  folder: string;
  logFile: string;
  onLine?: (line: string) => void;
}>;

const patienceMilliseconds = 5_000;
const linesKept = 10;
// No other variable of the terminal is inherited, because a developer's settings must not change the sandbox.
const inherited = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LANG', 'TZ'];

/** Starts a Node program. It ends with `stop`, and at the latest when this process ends, for whatever reason. */
export function startChild({ args, env, folder, logFile, onLine = () => {} }: ChildOptions) {
  const log = createWriteStream(logFile, { flags: 'a' });
  const latest: string[] = [];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...inheritedEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C in a terminal then reaches the program only through `stop`, in an order that loses nothing.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const watch = child.pid === undefined ? undefined : stopWithThisProcess(child.pid);
  readLines([child.stdout, child.stderr], (line) => {
    log.write(`${line}\n`);
    latest.push(line);
    latest.splice(0, latest.length - linesKept);
    onLine(line);
  });

  async function end() {
    const [code, signal] = await once(child, 'close');
    watch?.kill();
    await new Promise<void>((resolve) => log.end(resolve));
    return signal ? `killed by ${signal}` : `exit code ${code}`;
  }
  const exited = end();

  async function stop() {
    const impatience = setTimeout(() => child.kill('SIGKILL'), patienceMilliseconds);
    child.kill('SIGTERM');
    await exited;
    clearTimeout(impatience);
  }
  return { pid: child.pid, exited, latest, stop };
}

/** A running Node program; `exited` resolves with how it ended, `latest` holds the last lines that it printed. */
export type Child = ReturnType<typeof startChild>;

function inheritedEnvironment() {
  return Object.fromEntries(inherited.map((name) => [name, process.env[name]]));
}

function readLines(outputs: readonly Readable[], onLine: (line: string) => void) {
  for (const input of outputs) createInterface({ input }).on('line', onLine);
}

/**
 * Sends SIGTERM to a process when this process ends, for whatever reason: the watching process notices it because the
 * system closes the pipe between them.
 */
export function stopWithThisProcess(pid: number) {
  const script = `process.stdin.resume().on('end', () => process.kill(${pid}, 'SIGTERM'));`;
  const watch = spawn(process.execPath, ['-e', script], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  watch.unref();
  return watch;
}
