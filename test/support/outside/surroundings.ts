import { join } from 'node:path';
import { startSignIn } from '../../../src/sandbox/entra/sign-in.ts';
import { createSigningKey } from '../../../src/sandbox/signing-key.ts';
import { credentials, type Tenant } from '../../../src/sandbox/world.ts';
import type { TeamsConversation, TeamsPerson } from '../world/teams.ts';
import { createTeamsClient, type Press } from '../world/teams-client.ts';
import type { ConnectorCall, Manner } from './connector-fates.ts';
import { agentOf, entraTenant, tenantId } from './numbered.ts';
import { type OwnProcess, startOwnProcess } from './own-process.ts';

/**
 * How much there is around the program. `newcomers`: customers, by number, whose domains Entra knows. `main`: the file
 * that starts the program, when it is another build.
 */
export type SurroundingsOptions = {
  readonly partners?: number;
  readonly newcomers?: readonly number[];
  readonly main?: string;
};

const MAIN = join(process.cwd(), 'dist/main.js');
const PUBLIC_URL = 'http://localhost:3978';
const TOKEN_SECONDS = 3600;

/** Starts what the program talks to, but for the database: Entra here, Teams' Connector in a process of its own. */
export async function startSurroundings({
  partners: count = 1,
  newcomers = [],
  main = MAIN,
}: SurroundingsOptions = {}) {
  const partners = Array.from({ length: count }, (_, index) => tenantId(index + 1));
  const tenants: Tenant[] = partners.map((_, index) => entraTenant(index + 1));
  const entra = await startSignIn({
    clientId: credentials.clientId,
    clientSecret: credentials.clientSecret,
    tenants: [...tenants, ...newcomers.map(entraTenant)],
    redirectUris: [`${PUBLIC_URL}/sign-in/callback`],
  });
  const key = await createSigningKey();
  const connector = await startOwnProcess({
    args: [join(import.meta.dirname, 'connector.js')],
    env: { CHANNEL_KEY: JSON.stringify(key.jwk) },
  });
  const ask = (path: string, body?: object) =>
    fetch(`${connector.url()}${path}`, { method: 'POST', body: JSON.stringify(body ?? {}) });

  return {
    partners,
    serviceUrl: `${connector.url()}/connector`,
    sign: key.sign,

    /** Changes what the Connector does with calls. */
    control: async (manner: Partial<Manner>): Promise<void> => void (await ask('/control', manner)),

    /** The calls that came since the last time. */
    calls: async (): Promise<readonly ConnectorCall[]> =>
      (await (await ask('/calls')).json()) as ConnectorCall[],

    /** Starts the program on this database. */
    program: (mongodbUri: string, more: Readonly<Record<string, string>> = {}, isAwaited = true) =>
      startOwnProcess({
        args: ['--disable-proto=delete', main],
        env: { ...variables(mongodbUri), ...more },
        isAwaited,
      }),

    stop: async (): Promise<void> => {
      await Promise.all([connector.kill(), entra.stop()]);
    },
  };

  function variables(mongodbUri: string): Record<string, string> {
    return {
      NODE_ENV: 'production',
      PORT: '0',
      HOST: '127.0.0.1',
      PUBLIC_URL,
      MONGODB_URI: mongodbUri,
      MicrosoftAppId: credentials.clientId,
      MicrosoftAppPassword: credentials.clientSecret,
      MicrosoftAppTenantId: partners[0] ?? '',
      ToBotFromChannelOpenIdMetadataUrl: `${connector.url()}/openid`,
      ToChannelFromBotLoginUrl: `${entra.url}/${partners[0]}`,
      SERVICE_URL_HOSTS: connector.url(),
      PARTNER_TENANTS: partners.join(','),
      ADMIN_AGENTS: partners.map((partner) => `${partner}/${agentOf(partner).objectId}`).join(' '),
      LOGIN_AUTHORITY: entra.url,
      LOGIN_AUTHORITY_USGOV: entra.governmentUrl,
    };
  }
}

/** What the program talks to, running. */
export type Surroundings = Awaited<ReturnType<typeof startSurroundings>>;

/** Teams' clients, which type and press at a program; the channel service's token is renewed long before it ends. */
export async function teamsAt(surroundings: Surroundings, url: () => string) {
  const { serviceUrl, sign } = surroundings;
  const address = {
    get url() {
      return url();
    },
  };
  const client = createTeamsClient({ serviceUrl, sign }, address);
  let token = { value: '', until: 0 };

  async function authorization(): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    if (token.until < now + TOKEN_SECONDS / 2) {
      const claims = {
        iss: 'https://api.botframework.com',
        aud: credentials.clientId,
        serviceurl: serviceUrl,
      };
      const value = `Bearer ${await sign({ ...claims, nbf: now, exp: now + TOKEN_SECONDS })}`;
      token = { value, until: now + TOKEN_SECONDS };
    }
    return token.value;
  }

  return {
    /** Types a line; the same `id` again is the same message, delivered again. */
    says: async (
      person: TeamsPerson,
      place: TeamsConversation,
      text: string,
      manner: { readonly id?: string } = {},
    ) => client.says(person, place, text, { ...manner, authorization: await authorization() }),

    /** Presses a button. */
    presses: async (person: TeamsPerson, place: TeamsConversation, press: Press) =>
      client.presses(person, place, { ...press, authorization: await authorization() }),
  };
}

/** Returns once the program says that it is ready; the milliseconds since `since`, or since it was started. */
export async function ready(
  program: OwnProcess,
  since = program.startedAt,
  patienceMs = 120_000,
): Promise<number> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    if (program.isOver()) throw new Error(`It ended: ${program.lines.slice(-5).join('\n')}`);
    if (await isReady(program)) return performance.now() - since;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`Not ready: ${program.lines.slice(-5).join('\n')}`);
}

const isReady = (program: OwnProcess): Promise<boolean> =>
  fetch(`${program.url()}/ready`).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.ok;
    },
    () => false,
  );
