import type { Server as HttpServer } from 'node:http';
import { hostname } from 'node:os';
import type { Config } from './config.ts';
import { createDispatcher } from './delivery/dispatcher.ts';
import { createSignIn } from './entra/sign-in.ts';
import { createTeamsTokens } from './entra/teams-token.ts';
import { createTenantLookup } from './entra/tenant-lookup.ts';
import { createInvitationPages } from './http/page/routes.ts';
import { createUnsubscribePages } from './http/page/unsubscribe.ts';
import { createHttpServer } from './http/server.ts';
import { createBrowserSessions, createTabSessions } from './http/sessions.ts';
import { createSignInPages, type SignInParts } from './http/sign-in.ts';
import { createTabApi } from './http/tab/api.ts';
import { createTab } from './http/tab/page.ts';
import { createPartnerAuthority } from './http/tab/partner-authority.ts';
import type { Log } from './log.ts';
import { createMailer } from './mail/mailer.ts';
import { createSmtp } from './mail/smtp.ts';
import { createReadiness } from './ready.ts';
import type { Role, RoleHolder } from './relationship/partner.ts';
import { createSeal, spokenCode } from './secret.ts';
import { createRefusedAttempts } from './service/refused-attempts.ts';
import { createService } from './service/service.ts';
import { createStore, type Store } from './store/store.ts';
import { createAdapter } from './teams/adapter.ts';
import { createAuthentication } from './teams/authentication.ts';
import { createBot } from './teams/bot.ts';
import { createConnector } from './teams/connector.ts';
import { MARKETS } from './words/markets.ts';

/** The program, running: where it listens, and how to stop it without losing anything. */
export type Program = { readonly port: number; stop(): Promise<void> };

/** Builds everything from the configuration and starts it; `now` is the clock of what is only shown or cached. */
export async function startProgram(config: Config, log: Log, now: () => Date): Promise<Program> {
  const holder = `${hostname()}:${process.pid}:${spokenCode(6)}`;
  const store = createStore(config.mongodbUri, holder);
  const connector = createConnector(config.connector, now);
  const rooms = createRooms(config, { store, holder, log, now });
  const { publicUrl } = config;
  const mailer = createMailerOf(config, rooms, { log, now });
  const dispatcher = createDispatcher({ ...rooms, connector, mailer, publicUrl, log, now });
  rooms.wakeOnCommit(dispatcher.wake);
  const storeTenants = () => giveTenants(config, store, log);
  const readiness = createReadiness({ store, storeTenants, log });
  const server = createServerOf(config, { ...rooms, connector, obstacle: readiness.obstacle, log, now });
  readiness.startWhenReady(dispatcher.start);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  return {
    port: server.address().port,
    async stop() {
      await close(server);
      readiness.stop();
      await dispatcher.stop();
      await rooms.refusedAttempts.settled();
      await connector.close();
      await store.close();
    },
  };
}

// Longer than a turn may take, shorter than the whole stop.
const DRAIN_MS = 11_000;

// Requests under way may end; a stranger who only holds a connection open may not hold the program.
async function close(server: ReturnType<typeof createHttpServer>): Promise<void> {
  const inner = server.server as HttpServer;
  const late = setTimeout(() => inner.closeAllConnections(), DRAIN_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    inner.closeIdleConnections();
  });
  clearTimeout(late);
}

type Rooms = ReturnType<typeof createRooms>;

type RoomParts = {
  readonly store: Store;
  readonly holder: string;
  readonly log: Log;
  readonly now: () => Date;
};

function createRooms(config: Config, { store, holder, log, now }: RoomParts) {
  const { partners, queries } = store;
  const lookUpTenant = createTenantLookup(config.authorities, now);
  const seal = createSeal(config.connector.password);
  const canMail = config.mail !== undefined;
  let onCommitted = () => {};
  const service = createService({
    relationships: store.relationships,
    queries,
    partners,
    lookUpTenant,
    regions: MARKETS.regions,
    // Four characters until a partner has used up its luck with them.
    drawInvitationId: (attempt) => `R-${spokenCode(attempt < 4 ? 4 : 6)}`,
    holder,
    onCommitted: () => onCommitted(),
    seal,
    canMail,
  });
  return {
    partners,
    queries,
    service,
    lookUpTenant,
    refusedAttempts: createRefusedAttempts(store.refusals, log),
    seal,
    canMail,
    agents: store.agents,
    people: store.people,
    history: store.history,
    outcomes: store.outcomes,
    conversations: store.conversations,
    cards: store.cards,
    outbox: store.outbox,
    sessions: store.sessions,
    wakeOnCommit(wake: () => void): void {
      onCommitted = wake;
    },
  };
}

function createMailerOf(
  { mail, publicUrl }: Config,
  { service, seal }: Rooms,
  { log, now }: Pick<Outside, 'log' | 'now'>,
) {
  if (!mail) return undefined;
  const sender = { address: mail.from, publicUrl };
  return createMailer({ smtp: createSmtp(mail.server), sender, seal, service, log, now });
}

type Outside = {
  readonly connector: ReturnType<typeof createConnector>;
  readonly obstacle: () => Promise<string | undefined>;
  readonly log: Log;
  readonly now: () => Date;
};

function createServerOf(config: Config, rooms: Rooms & Outside) {
  const { service, connector, obstacle, log, now } = rooms;
  const recordRefusal = rooms.refusedAttempts.record;
  const { publicUrl } = config;
  const people = peopleOf(config, rooms);
  const bot = createBot({ ...rooms, ...people, recordRefusal });
  const authenticate = createAuthentication(config.channel, now);
  const browserSessions = createBrowserSessions(rooms.sessions, publicUrl);
  const tabSessions = createTabSessions(rooms.sessions, publicUrl);
  return createHttpServer({
    onActivity: createAdapter({ authenticate, connector, ...bot }),
    obstacle,
    invitation: createInvitationPages({ service, browserSessions, publicUrl, recordRefusal, now, log }),
    signIn: createSignInOf(config, { ...rooms, browserSessions, tabSessions }),
    unsubscribe: createUnsubscribePages(service),
    tab: createTab({
      frameAncestors: config.tab.frameAncestors,
      asksDomain: config.partnerTenants.length > 1,
    }),
    tabApi: createTabApi({ ...rooms, ...people, tabSessions, checkToken: createTokenCheck(config, now) }),
    log,
  });
}

// Who people are, in chat and in the tab alike.
function peopleOf(config: Config, { partners, people, agents }: Rooms) {
  return {
    partnerTenants: config.partnerTenants,
    partnerOf: partners.ofTenant,
    languageOf: people.languageOf,
    // The first Admin agents are the operator's word: nobody in a chat can take it back.
    roleOf: async (partnerId: string, { tenantId, objectId }: RoleHolder): Promise<Role> => {
      const isFirst = [objectId, `${tenantId}/${objectId}`].some((id) => config.adminAgents.includes(id));
      return isFirst ? 'admin' : agents.roleOf(partnerId, objectId);
    },
    tenantsOf: (tenantId: string) =>
      config.tenantGroups.find((group) => group.includes(tenantId)) ?? [tenantId],
  };
}

function createTokenCheck({ tab, signIn, publicUrl, partnerTenants }: Config, now: () => Date) {
  const { authority } = tab;
  const { clientId } = signIn;
  return createTeamsTokens({ authority, clientId, publicUrl, tenantIds: partnerTenants }, now);
}

type SessionCookies = Pick<SignInParts, 'browserSessions' | 'tabSessions'>;

function createSignInOf(config: Config, rooms: Rooms & Outside & SessionCookies) {
  const { authorities, publicUrl, partnerTenants, tab } = config;
  const redirectUrl = `${publicUrl}/sign-in/callback`;
  const { begin, complete } = createSignIn({ ...config.signIn, redirectUrl }, rooms.now);
  const partnerAuthority = createPartnerAuthority({
    authority: tab.authority,
    tenantIds: partnerTenants,
    lookUpTenant: rooms.lookUpTenant,
  });
  return createSignInPages({ ...rooms, begin, complete, authorities, partnerAuthority, publicUrl });
}

// What the operator says of the partners is stored before the program says that it is ready.
async function giveTenants({ tenantGroups }: Config, { keepTenants }: Store, log: Log): Promise<void> {
  for (const partnerIds of await keepTenants(tenantGroups))
    log.error(
      { partnerIds },
      'PARTNER_TENANTS joins tenants that were set up as several partners; they stay apart',
    );
}
