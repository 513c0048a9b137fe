import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Child, startChild } from './child.ts';
import { parseJson } from './parse-json.ts';

type BotOptions = Readonly<{
  /** All settings of the bot. */
  env: NodeJS.ProcessEnv;
  /** The bot's address. */
  url: string;
  folder: string;
  logFile: string;
  say: (line: string) => void;
}>;

const readyMilliseconds = 30_000;
const restartMilliseconds = 1_000;
const root = join(import.meta.dirname, '../..');

const errorLine = z.object({
  level: z.union([z.number().min(50), z.enum(['error', 'fatal'])]),
  msg: z.string(),
  err: z.object({ message: z.string() }).optional(),
});

/**
 * Starts the bot and waits until it is ready; throws, with its last lines, when it ends or is not ready within 30
 * seconds. Until `stop`, a bot that ends is started again after a second.
 */
export async function startBot(options: BotOptions) {
  let isWanted = true;
  let isReady = false;
  await rm(options.logFile, { force: true });
  let child = launch(options, () => isReady);
  try {
    await mustBeReady(child, options.url);
  } catch (cause) {
    await child.stop();
    throw new Error(`The bot does not start; its last words were\n${child.latest.join('\n')}`, { cause });
  }
  isReady = true;
  const watched = keepAlive();

  async function keepAlive() {
    while (isWanted) {
      const how = await child.exited;
      if (isWanted) await mourn(child, { how, say: options.say });
      if (isWanted) child = launch(options, () => isReady);
    }
  }

  async function stop() {
    isWanted = false;
    await child.stop();
    await watched;
  }
  return { pid: () => child.pid, stop };
}

async function mourn({ latest }: Child, { how, say }: { how: string; say: (line: string) => void }) {
  say(`The bot has ended (${how}) and is started again in a second; its last words were`);
  for (const line of latest) say(`  ${line}`);
  await sleep(restartMilliseconds);
}

function launch({ env, folder, logFile, say }: BotOptions, isReady: () => boolean) {
  return startChild({
    args: ['--disable-proto=delete', join(root, 'dist/main.js')],
    env,
    folder,
    logFile,
    onLine: (line) => {
      // Before the bot is ready, the message of a failed start shows its last lines.
      const trouble = isReady() ? troubleIn(line) : undefined;
      if (trouble) say(`Bot: ${trouble}`);
    },
  });
}

async function mustBeReady(child: Child, url: string) {
  const asking = new AbortController();
  const exited = child.exited.then((how) => Promise.reject(new Error(`It ended (${how})`)));
  try {
    await Promise.race([exited, becomesReady(url, asking.signal)]);
  } finally {
    asking.abort();
  }
}

async function becomesReady(url: string, signal: AbortSignal) {
  const deadline = performance.now() + readyMilliseconds;
  while (performance.now() < deadline) {
    const isReady = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(1_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await sleep(50, undefined, { signal });
  }
  throw new Error(`It is not ready after ${readyMilliseconds / 1000} seconds`);
}

// The bot logs JSON lines; any other line that it prints is a problem, apart from Node's warnings.
function troubleIn(line: string) {
  const value = parseJson(line);
  if (value === undefined) return /^\(node:|^\(Use `node /.test(line) ? undefined : line;
  const { data } = errorLine.safeParse(value);
  return data && [data.msg, data.err?.message].filter(Boolean).join(': ');
}
