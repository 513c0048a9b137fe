import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

type ChildOptions = Readonly<{
  /** What this process's own Node runs, with its flags and arguments. */
  args: readonly string[];
  /** All that it is told of the world, but for where the system keeps its things. */
  env: NodeJS.ProcessEnv;
  folder: string;
  logFile: string;
  onLine?: (line: string) => void;
}>;

const patienceMilliseconds = 5_000;
const linesKept = 10;
// Nothing else of the terminal's environment: a developer's settings are not the sandbox's.
const inherited = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LANG', 'TZ'];

/** A running Node program that ends with `stop`, and at the latest when this process does, however that ends. */
export function startChild({ args, env, folder, logFile, onLine = () => {} }: ChildOptions) {
  const log = createWriteStream(logFile, { flags: 'a' });
  const latest: string[] = [];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...inheritedEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // So that Ctrl-C in a terminal reaches it only through `stop`, in an order that loses nothing.
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

/** Such a program. */
export type Child = ReturnType<typeof startChild>;

function inheritedEnvironment() {
  return Object.fromEntries(inherited.map((name) => [name, process.env[name]]));
}

function readLines(outputs: readonly Readable[], onLine: (line: string) => void) {
  for (const input of outputs) createInterface({ input }).on('line', onLine);
}

/** Sends SIGTERM to a process when this one ends, however that happens: the system closes its end of the pipe. */
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
