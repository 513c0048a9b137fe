import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBot } from './bot.ts';
import { botEnvironment } from './bot-environment.ts';
import { startDatabase } from './database.ts';
import { startSignIn } from './entra/sign-in.ts';
import { startMailServer } from './mail/mail-server.ts';
import { startMailbox } from './mail/mailbox.ts';
import { mustBeFree } from './ports.ts';
import { startPlayground } from './teams/playground.ts';
import { startRelay } from './teams/relay.ts';
import { credentials, type Tenant, tenants } from './world.ts';

type SandboxOptions = Readonly<{
  /** Where the sandbox keeps its data and its logs. */
  folder: string;
  /** Where a downloaded mongod is kept, also when the sandbox starts fresh. */
  cacheFolder: string;
  isFresh?: boolean;
  /** Added to each port, so that a second sandbox can run beside the first. */
  portOffset?: number;
  /** The environment in which a mongod is looked for; none of it reaches the bot. */
  env?: NodeJS.ProcessEnv;
  say: Say;
}>;
type Say = (line: string) => void;
type Ports = Readonly<{ bot: number; partner: number; customer: number; mailbox: number }>;
type Stop = () => Promise<void>;
type Playground = Awaited<ReturnType<typeof startPlayground>>;

// Typed once after the first start, so that the partner already has a profile.
const firstCommands = ['setup "Fabrikam" country:ES cloud:public partner-id:1234567 language:en'];

/**
 * Starts the bot, with stand-ins for everything that Microsoft runs. After `stop`, and after a failed start, nothing of
 * it is left running.
 */
export async function startSandbox(options: SandboxOptions) {
  const running: Stop[] = [];
  async function stop() {
    for (let last = running.pop(); last; last = running.pop()) await last();
  }
  try {
    return { ...(await start(options, running)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A running sandbox. */
export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

async function start(options: SandboxOptions, running: Stop[]) {
  const { folder, cacheFolder, isFresh = false, portOffset = 0, env = process.env, say } = options;
  const ports = await freePorts(portOffset, say);
  await prepare(folder, isFresh);

  say('Starting MongoDB');
  const database = await startDatabase({ env, cacheFolder, folder, isFresh, say });
  running.push(database.stop);

  say('Starting the stand-ins for Microsoft Entra and the Bot Framework service');
  const botUrl = `http://127.0.0.1:${ports.bot}`;
  const signIn = await startSignIn(credentials);
  running.push(signIn.stop);
  const relay = await startRelay({ botUrl: `${botUrl}/api/messages`, appId: credentials.clientId });
  running.push(relay.stop);

  say('Starting a mail server that catches every mail');
  const mail = await startMail(join(folder, 'mails'), { ports, running });

  say('Starting the bot');
  const logFile = join(folder, 'bot.log');
  const surroundings = { ports, mongodbUri: database.uri, signIn, relay, mailUrl: mail.serverUrl };
  const bot = await startBot({ env: botEnvironment(surroundings), url: botUrl, folder, logFile, say });
  running.push(bot.stop);

  say('Starting two of Microsoft’s playgrounds');
  const [partner, customer] = await startPlaygrounds(
    { folder, ports, endpoint: relay.endpoint, say },
    running,
  );
  await typeFirstCommands(partner, { marker: join(folder, 'set-up.txt'), say });
  return {
    url: `http://localhost:${ports.bot}`,
    botPid: bot.pid,
    signIn,
    relay,
    partner,
    customer,
    mailbox: { url: mail.url },
    folder,
    logFile,
  };
}

async function prepare(folder: string, isFresh: boolean) {
  if (isFresh) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}

async function freePorts(offset: number, say: Say): Promise<Ports> {
  const [bot, first] = [3978 + offset, 56150 + offset];
  const ports = { bot, partner: first, customer: first + 1, mailbox: first + 2 };
  await mustBeFree(Object.values(ports), say);
  return ports;
}

async function startMail(folder: string, { ports, running }: { ports: Ports; running: Stop[] }) {
  const server = await startMailServer(folder);
  running.push(server.stop);
  const mailbox = await startMailbox({ server, port: ports.mailbox });
  running.push(mailbox.stop);
  return { serverUrl: server.url, url: mailbox.url };
}

async function startPlaygrounds(
  { folder, ports, endpoint, say }: { folder: string; ports: Ports; endpoint: string; say: Say },
  running: Stop[],
) {
  const bot = { id: `28:${credentials.clientId}`, name: 'Vínculo' };
  async function startOne(tenant: Tenant, port: number) {
    const itsFolder = join(folder, tenant.domain);
    const playground = await startPlayground({ tenant, bot, port, endpoint, folder: itsFolder, say });
    running.push(playground.stop);
    return playground;
  }
  const both = [
    startOne(tenants.fabrikam, ports.partner),
    startOne(tenants.contoso, ports.customer),
  ] as const;
  // When one fails, everything is stopped, and by then the other must not be in the middle of starting.
  await Promise.allSettled(both);
  return await Promise.all(both);
}

async function typeFirstCommands(
  { conversations, type }: Playground,
  { marker, say }: { marker: string; say: Say },
) {
  const isDone = await access(marker).then(
    () => true,
    () => false,
  );
  if (isDone) return;
  say('Setting up Fabrikam, as Dana would');
  try {
    for (const command of firstCommands) await type(conversations.personal, command);
    await writeFile(marker, `${firstCommands.join('\n')}\n`);
  } catch (error) {
    // The sandbox works without it; the person who uses it sees the reason and can type the command again.
    say(error instanceof Error ? error.message : String(error));
  }
}
