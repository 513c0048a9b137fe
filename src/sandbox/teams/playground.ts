import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Child, startChild } from '../child.ts';
import type { Tenant } from '../world.ts';
import { createKeyboard } from './playground-keyboard.ts';
import { type Bot, conversationsOf, playgroundOrganisation } from './playground-organisation.ts';

type PlaygroundOptions = Readonly<{
  /** The organisation whose Teams it is; the first of its people is the user. */
  tenant: Tenant;
  bot: Bot;
  port: number;
  /** Where activities are posted: a relay, because the playground signs none. */
  endpoint: string;
  /** For the configuration and the logs. */
  folder: string;
  say: (line: string) => void;
}>;

const startMilliseconds = 30_000;
const root = join(import.meta.dirname, '../../..');
const loopback = pathToFileURL(join(root, 'dist/sandbox/teams/loopback.js')).href;
const cli = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');

/**
 * Starts Microsoft's playground as the Teams of one organisation, for browsers on this machine only, until `stop`.
 * Throws, with its log, when it does not listen on the port within 30 seconds.
 */
export async function startPlayground(options: PlaygroundOptions) {
  const { tenant, bot, port, folder, say } = options;
  const logFile = join(folder, 'playground.log');
  const child = await launch(options, logFile);
  try {
    await mustListen(child, port);
  } catch (cause) {
    await child.stop();
    const log = await readFile(logFile, 'utf8').catch(() => '');
    throw new Error(`Cannot start the playground of ${tenant.name}\n${log.trim()}`, { cause });
  }
  let isWanted = true;
  child.exited.then((how) => {
    if (isWanted) say(`The playground of ${tenant.name} has ended (${how}); start the sandbox again`);
  });

  async function stop() {
    isWanted = false;
    await child.stop();
  }
  const url = `http://localhost:${port}`;
  const conversations = conversationsOf(tenant);
  const type = createKeyboard({ port, bot, tenant });
  return { url, serviceUrl: `${url}/_connector`, conversations, type, stop };
}

async function launch({ tenant, bot, port, endpoint, folder }: PlaygroundOptions, logFile: string) {
  await mkdir(folder, { recursive: true });
  const configFile = join(folder, 'organisation.json');
  await rm(join(folder, 'output.log'), { force: true });
  await writeFile(configFile, JSON.stringify(playgroundOrganisation(tenant, bot), null, 2));
  return startChild({
    args: ['--import', loopback, cli, 'start', '-e', endpoint, '-c', 'msteams', '-p', String(port), '--dt'],
    env: {
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: configFile,
      M365_AGENTS_PLAYGROUND_LOGFILE: logFile,
      TEAMSAPPTESTER_BROWSER: 'none',
      // The playground's telemetry library sends reports about itself even when telemetry is off.
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      APPLICATION_INSIGHTS_NO_DIAGNOSTIC_CHANNEL: 'true',
    },
    folder,
    logFile: join(folder, 'output.log'),
  });
}

async function mustListen(child: Child, port: number) {
  const asking = new AbortController();
  const exited = child.exited.then((how) => Promise.reject(new Error(`It ended (${how})`)));
  try {
    await Promise.race([exited, saysItListens(child, { port, signal: asking.signal })]);
  } finally {
    asking.abort();
  }
}

// When the port is taken, the playground takes another one without an error.
async function saysItListens({ latest }: Child, { port, signal }: { port: number; signal: AbortSignal }) {
  const deadline = performance.now() + startMilliseconds;
  while (performance.now() < deadline) {
    const line = latest.find((text) => text.startsWith('Listening on '));
    if (line === `Listening on ${port}`) return;
    if (line) throw new Error(`Port ${port} is taken`);
    await sleep(50, undefined, { signal });
  }
  throw new Error(`Nothing listens on port ${port} after ${startMilliseconds / 1000} seconds`);
}
