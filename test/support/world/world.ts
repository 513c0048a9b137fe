import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';
import { inject } from 'vitest';
import { type Config, readConfig } from '../../../src/config.ts';
import { createLog } from '../../../src/log.ts';
import { type Program, startProgram } from '../../../src/program.ts';
import { startSignIn } from '../../../src/sandbox/entra/sign-in.ts';
import { credentials, people as sandboxPeople, type Tenant, tenants } from '../../../src/sandbox/world.ts';
import { createStore } from '../../../src/store/store.ts';
import { type CardJson, readCard } from '../cards/card-rules.ts';
import { forgetRelationships, hurryDeliveries, isSettled } from './stored.ts';
import { startTeams, type TeamsConversation, type TeamsPerson } from './teams.ts';
import { createTeamsClient } from './teams-client.ts';

const PUBLIC_URL = 'http://localhost:3978';

/** What a test may set differently from the usual world. */
export type WorldOptions = {
  readonly environment?: Readonly<Record<string, string>>;
  /** The program's monotonic clock. */
  readonly monotonic?: () => number;
};

/**
 * Starts the whole program over HTTP with a real database; only Microsoft's services are stand-ins. Dana is Fabrikam's
 * Admin agent, Lee has no role; Megan is Contoso's administrator, Alex works there.
 */
export async function startWorld({ environment = {}, monotonic }: WorldOptions = {}) {
  const mongodbUri = databaseUri();
  const entra = await startSignIn({
    clientId: credentials.clientId,
    clientSecret: credentials.clientSecret,
    redirectUris: [`${environment['PUBLIC_URL'] ?? PUBLIC_URL}/sign-in/callback`],
  });
  const teams = await startTeams(entra.url, tenants.fabrikam.id);
  const logged: string[] = [];
  const log = createLog('info', { write: (line: string) => void logged.push(line) });
  const variables = {
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL,
    // With a name of its own for the connection, a test can make the server fail for this program alone.
    MONGODB_URI: `${mongodbUri}&appName=${new URL(mongodbUri).pathname.slice(1)}`,
    MicrosoftAppId: credentials.clientId,
    MicrosoftAppPassword: credentials.clientSecret,
    MicrosoftAppTenantId: tenants.fabrikam.id,
    ToBotFromChannelOpenIdMetadataUrl: teams.openIdMetadataUrl,
    ToChannelFromBotLoginUrl: `${entra.url}/${tenants.fabrikam.id}`,
    SERVICE_URL_HOSTS: new URL(teams.url).origin,
    PARTNER_TENANTS: tenants.fabrikam.id,
    ADMIN_AGENTS: sandboxPeople.dana.id,
    // Tests talk faster than people; those of the limits set 1.
    TEAMS_RATE: '1000',
    LOGIN_AUTHORITY: entra.url,
    LOGIN_AUTHORITY_USGOV: entra.governmentUrl,
    ...environment,
  };
  const config = readConfig(variables);
  if ('problem' in config) throw new Error(config.problem);
  let program: Program | undefined = await startProgram(config, log, () => new Date(), monotonic);
  const database = await new MongoClient(mongodbUri).connect();
  const address = { url: `http://127.0.0.1:${program.port}` };
  await until(async () => (await fetch(`${address.url}/ready`)).ok, 'the program is ready');
  const teamsClient = createTeamsClient(teams, address);

  return {
    address,
    entra,
    teams,
    logged,
    variables,
    config: config as Config,
    db: database.db(),
    ...teamsClient,
    ...places(teams.add),

    /** Waits until everything that is due has been announced. */
    async settled(ms?: number): Promise<void> {
      // The bot stores a living card a moment after it has posted it.
      await new Promise((resolve) => setTimeout(resolve, 40));
      await until(() => isSettled(database.db()), 'everything has been passed on and announced', ms);
    },

    /** Removes all invitations with everything that happened to them. */
    forget: () => forgetRelationships(database.db()),

    /** Makes the deliveries that wait for another try due now. */
    hurry: () => hurryDeliveries(database.db()),

    async stopProgram(): Promise<void> {
      await program?.stop();
      program = undefined;
    },

    async stop(): Promise<void> {
      await program?.stop();
      await requireWholeChains(mongodbUri);
      await database.db().dropDatabase();
      await Promise.all([database.close(), teams.stop(), entra.stop()]);
    },
  };
}

// The program must have recorded everything that a test made it do.
async function requireWholeChains(uri: string): Promise<void> {
  const { verification, close } = createStore(uri);
  const { partnerIds, verify } = verification;
  for (const partnerId of await partnerIds()) {
    const verdict = await verify(partnerId);
    if (!verdict.isWhole) throw new Error(`The audit is broken: ${JSON.stringify(verdict)}`);
  }
  await close();
}

/** A running program, with the stand-ins around it. */
export type World = Awaited<ReturnType<typeof startWorld>>;

/** The URI of a new database for this test, on the replica set of the run. */
export function databaseUri(): string {
  return inject('mongodbUri').replace('/?', `/t${randomUUID().replaceAll('-', '')}?`);
}

/** Waits until `check` is true, and throws after `ms`: a limit for a broken run, not an expectation. */
export async function until(
  check: () => Promise<boolean> | boolean,
  what: string,
  ms = 10_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`It never happened that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** The same, while deliveries that wait for their next attempt are hurried. */
export function untilHurried(
  { hurry }: Pick<World, 'hurry'>,
  check: () => boolean,
  what: string,
): Promise<void> {
  return until(async () => {
    await hurry();
    return check();
  }, what);
}

/** What a person reads on the newest message of a conversation, a line per text. */
export function newest({ messages }: TeamsConversation): string[] {
  const last = messages.at(-1);
  return last ? readCard(last.card) : [];
}

/** What a person reads on a card that answered a press, a line per text. */
export function read(card: unknown): string[] {
  return readCard(card as CardJson);
}

function places(add: (conversation: TeamsConversation) => TeamsConversation) {
  const { fabrikam, contoso, adatum } = tenants;
  const everybody = (tenant: Tenant) => tenant.people.map((person) => teamsPerson(tenant, person));
  const [dana, lee] = everybody(fabrikam) as [TeamsPerson, TeamsPerson];
  const megan = teamsPerson(contoso, sandboxPeople.megan);
  const alex = teamsPerson(contoso, sandboxPeople.alex);
  const [stranger] = everybody(adatum) as [TeamsPerson];
  const chat = (person: TeamsPerson) =>
    add({
      id: `a:${randomUUID()}`,
      kind: 'personal',
      tenantId: person.tenantId,
      members: [person],
      messages: [],
    });
  const channel = (tenant: Tenant) =>
    add({
      id: `19:${randomUUID()}@thread.tacv2`,
      kind: 'channel',
      tenantId: tenant.id,
      members: everybody(tenant),
      messages: [],
    });
  return {
    dana,
    lee,
    megan,
    alex,
    stranger,
    chat,
    sales: channel(fabrikam),
    general: channel(contoso),
    channel,
  };
}

function teamsPerson(
  tenant: Tenant,
  { id, name, email }: { id: string; name: string; email: string },
): TeamsPerson {
  return { id: `29:${id}`, name, email, tenantId: tenant.id, objectId: id };
}
