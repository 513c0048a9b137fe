import type { Server as HttpServer } from 'node:http';
import { hostname } from 'node:os';
import type { Config } from './config.ts';
import type { OpenLink } from './delivery/delivery.ts';
import { createDelivery } from './delivery/dispatcher.ts';
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
import { createMail, type MailRoomParts } from './mail/mailer.ts';
import { readiness, whenReady } from './ready.ts';
import { createSeal, type Seal, spokenCode } from './secret.ts';
import { createRefusedAttempts } from './service/refused-attempts.ts';
import { createService, type ServiceParts } from './service/service.ts';
import { createAgents } from './store/agents.ts';
import { createRefusals } from './store/audit/refusals.ts';
import { createAudit } from './store/audit/transaction.ts';
import { createCards } from './store/cards.ts';
import { createConversations } from './store/conversations.ts';
import { type Mongo, openMongo } from './store/mongo.ts';
import { createPartners } from './store/partners.ts';
import { createPeople } from './store/people.ts';
import { createRelationships } from './store/relationships/change.ts';
import { createHistory } from './store/relationships/history.ts';
import { createOutbox } from './store/relationships/outbox.ts';
import { createOutcomes } from './store/relationships/outcomes.ts';
import { createRelationshipQueries } from './store/relationships/queries.ts';
import { createSessions } from './store/sessions.ts';
import { createPartnerTenants } from './store/tenant-groups.ts';
import { createAdapter } from './teams/adapter.ts';
import { createAuthentication } from './teams/authentication.ts';
import { createBot } from './teams/bot.ts';
import { createConnector } from './teams/connector.ts';
import { createPosting } from './teams/posting.ts';
import { MARKETS } from './words/markets.ts';
import { readLetter } from './words/messages/customer-message.ts';
import { invitationLink } from './words/messages/invitation-link.ts';
import { builtInTemplate, checkTemplate } from './words/messages/template.ts';

/** The program, running: where it listens, and how to stop it without losing anything. */
export type Program = { readonly port: number; stop(): Promise<void> };

/** Builds everything from the configuration and starts it; `now` is the clock of what is only shown or cached. */
export async function startProgram(config: Config, log: Log, now: () => Date): Promise<Program> {
  const mongo = openMongo(config.mongodbUri);
  const connector = createConnector(config.connector, now);
  const rooms = createRooms(config, mongo, { log, now });
  const delivery = createDeliveryOf(config, rooms, { connector, log, now });
  rooms.wakeOnCommit(delivery.wake);
  const isReady = readiness(mongo, { log, begin: () => giveTenants(config, rooms, log) });
  const server = createServerOf(config, { ...rooms, connector, isReady, log, now });
  const becomeReady = whenReady(isReady, log);
  void becomeReady.then(() => delivery.start());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  return {
    port: server.address().port,
    async stop() {
      await close(server);
      becomeReady.cancel();
      await delivery.stop();
      await rooms.refusedAttempts.settled();
      await connector.close();
      await mongo.close();
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

type RoomParts = { readonly log: Log; readonly now: () => Date };

function createRooms(config: Config, mongo: Mongo, { log, now }: RoomParts) {
  const store = createStoreOf(mongo, `${hostname()}:${process.pid}:${spokenCode(6)}`);
  const lookUpTenant = createTenantLookup(config.authorities, now);
  const seal = createSeal(config.connector.password);
  const refusedAttempts = createRefusedAttempts(store.refusals, log);
  let onCommitted = () => {};
  const outside = { lookUpTenant, seal, refusedAttempts, onCommitted: () => onCommitted() };
  return {
    ...store,
    service: createServiceOf(config, store, outside),
    lookUpTenant,
    refusedAttempts,
    seal,
    canMail: config.mail !== undefined,
    wakeOnCommit(wake: () => void): void {
      onCommitted = wake;
    },
  };
}

function createStoreOf(mongo: Mongo, holder: string) {
  const audit = createAudit(mongo);
  const partners = createPartners(mongo, audit);
  return {
    partners,
    queries: createRelationshipQueries(mongo),
    relationships: createRelationships(mongo, { partners, audit }),
    refusals: createRefusals(mongo, partners, audit),
    history: createHistory(mongo),
    outcomes: createOutcomes(mongo),
    agents: createAgents(mongo, audit),
    people: createPeople(mongo),
    conversations: createConversations(mongo, audit),
    cards: createCards(mongo),
    sessions: createSessions(mongo),
    outbox: createOutbox(mongo, holder),
    keepTenants: createPartnerTenants(mongo, audit),
  };
}

type ServiceOutside = Pick<ServiceParts, 'lookUpTenant' | 'seal' | 'refusedAttempts' | 'onCommitted'>;

function createServiceOf(config: Config, store: ReturnType<typeof createStoreOf>, outside: ServiceOutside) {
  return createService({
    ...store,
    ...outside,
    regions: MARKETS.regions,
    // Four characters until a partner has used up its luck with them.
    drawInvitationId: (attempt) => `R-${spokenCode(attempt < 4 ? 4 : 6)}`,
    canMail: config.mail !== undefined,
    readLetter,
    tenantsOf: (tenantId) => config.tenantGroups.find((group) => group.includes(tenantId)) ?? [tenantId],
    isUsable: (template) => checkTemplate(template).length === 0,
    builtInTemplate,
    adminAgents: config.adminAgents,
  });
}

function createDeliveryOf(config: Config, rooms: Rooms, { connector, log, now }: Omit<Outside, 'isReady'>) {
  const { outbox, queries, partners, conversations, cards, service, history, canMail, seal } = rooms;
  const openLink = createLinkOpener(seal, config.publicUrl);
  const teams = createPosting({ connector, history, openLink, canMail, now, log });
  const mail = createMailOf(config, { openLink, service, now, log });
  return createDelivery({
    outbox,
    queries,
    partners,
    conversations,
    cards,
    due: service.due,
    teams,
    mail,
    log,
  });
}

function createMailOf(
  { mail, publicUrl }: Config,
  { openLink, service, now, log }: Pick<MailRoomParts, 'openLink' | 'service' | 'now' | 'log'>,
) {
  if (!mail) return undefined;
  const sender = { address: mail.from, publicUrl };
  return createMail({ server: mail.server, sender, openLink, service, now, log });
}

function createLinkOpener(seal: Seal, publicUrl: string): OpenLink {
  return (sealed, tokenHash) => {
    const token = sealed === undefined ? undefined : seal.open(sealed, tokenHash);
    return token === undefined ? undefined : invitationLink(publicUrl, token);
  };
}

type Outside = {
  readonly connector: ReturnType<typeof createConnector>;
  readonly isReady: () => Promise<boolean>;
  readonly log: Log;
  readonly now: () => Date;
};

function createServerOf(config: Config, rooms: Rooms & Outside) {
  const { service, connector, isReady, log, now } = rooms;
  const { publicUrl } = config;
  const people = peopleOf(config, rooms);
  const bot = createBot({ ...people, service, connector, now, log });
  const authenticate = createAuthentication(config.channel, now);
  const browserSessions = createBrowserSessions(service.sessions, publicUrl);
  const tabSessions = createTabSessions(service.sessions, publicUrl);
  const checkToken = createTokenCheck(config, now);
  return createHttpServer({
    onActivity: createAdapter({ authenticate, connector, ...bot }),
    isReady,
    invitation: createInvitationPages({ service, browserSessions, publicUrl, now, log }),
    signIn: createSignInOf(config, { ...rooms, browserSessions, tabSessions }),
    unsubscribe: createUnsubscribePages(service.mailing),
    tab: createTab({
      frameAncestors: config.tab.frameAncestors,
      asksDomain: config.partnerTenants.length > 1,
    }),
    tabApi: createTabApi({ ...people, service, tabSessions, checkToken, now }),
    log,
  });
}

// Who people are, in chat and in the tab alike.
function peopleOf(config: Config, { partners, service: { people } }: Rooms) {
  return {
    partnerTenants: config.partnerTenants,
    partnerOf: partners.ofTenant,
    languageOf: people.languageOf,
    roleOf: people.roleOf,
  };
}

function createTokenCheck({ tab, signIn, publicUrl, partnerTenants }: Config, now: () => Date) {
  const { authority } = tab;
  const { clientId } = signIn;
  return createTeamsTokens({ authority, clientId, publicUrl, tenantIds: partnerTenants }, now);
}

type Sessions = Pick<SignInParts, 'browserSessions' | 'tabSessions'>;

function createSignInOf(config: Config, rooms: Rooms & Outside & Sessions) {
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
async function giveTenants({ tenantGroups }: Config, { keepTenants }: Rooms, log: Log): Promise<void> {
  for (const partnerIds of await keepTenants(tenantGroups))
    log.error(
      { partnerIds },
      'PARTNER_TENANTS joins tenants that were set up as several partners; they stay apart',
    );
}
