import { hostname } from 'node:os';
import type { Config } from './config.ts';
import type { OpenLink } from './delivery/delivery.ts';
import { createDelivery } from './delivery/room.ts';
import { createTraffic, type Traffic } from './delivery/traffic.ts';
import { createSignIn } from './entra/sign-in.ts';
import { createTeamsTokens } from './entra/teams-token.ts';
import { createTenantLookup } from './entra/tenant-lookup.ts';
import { closeServer, createHttp, type HttpParts, type HttpServer, listenOn } from './http/http.ts';
import type { Log } from './log.ts';
import { createMail } from './mail/mailer.ts';
import { createReadiness } from './ready.ts';
import { createSeal, type Seal, spokenCode } from './secret.ts';
import { createAdmission } from './service/admission.ts';
import { createClockWatch } from './service/clock-watch.ts';
import { createRefusedAttempts } from './service/refused-attempts.ts';
import { createService, type Service, type ServiceParts } from './service/service.ts';
import { createDatabaseClock } from './store/clock.ts';
import { troubleOf } from './store/database-errors.ts';
import { createStore, type Store } from './store/store.ts';
import { createTeams, type Teams } from './teams/teams.ts';
import { MARKETS } from './words/markets.ts';
import { readLetter } from './words/messages/customer-message.ts';
import { invitationLink } from './words/messages/invitation-link.ts';
import { builtInTemplate, checkTemplate } from './words/messages/template.ts';

/** The running program: the port on which it listens, and how to stop it without losing anything. */
export type Program = { readonly port: number; stop(): Promise<void> };

/**
 * Builds all rooms from the configuration, connects and starts them. `clocks`: this machine's, which counts only until
 * the database's is known, and its monotonic one. Throws when it cannot listen on the port.
 */
export async function startProgram(config: Config, log: Log, ...clocks: Clocks): Promise<Program> {
  const clock = createDatabaseClock(...clocks);
  const { now } = clock;
  const base = { config, log, now };
  const store = createStore(config.mongodbUri, `${hostname()}:${process.pid}:${spokenCode(6)}`);
  const refusedAttempts = createRefusedAttempts(store.refusals, log);
  const seal = createSeal(config.connector.password);
  const lookUpTenant = createTenantLookup(config.authorities, now);
  const { lanes, paces } = store;
  const traffic = createTraffic({ lanes, paces, rate: config.teamsRate, log });
  const queued = createSignal<readonly string[]>();
  const onQueued = queued.send;
  const service = serviceOf(config, store, { refusedAttempts, seal, lookUpTenant, onQueued });
  const openLink = linkOpener(seal, config.publicUrl);
  const teams = teamsOf(base, { service, store, openLink, traffic });
  const delivery = deliveryOf(base, { service, store, openLink, traffic, teams });
  store.onPending(delivery.hand);
  queued.onSend(delivery.wakeLanes);
  const clockWatch = createClockWatch({ store, clock, log });
  const readiness = createReadiness({
    store,
    storeTenants: () => storeTenants(config, store, log),
    follow: clockWatch.follow,
    log,
  });
  const { onActivity } = teams;
  const { obstacle } = readiness;
  const { wrongClock } = clockWatch;
  const server = httpOf(base, { service, store, lookUpTenant, onActivity, obstacle, wrongClock });
  readiness.startWhenReady(delivery.start);
  clockWatch.start();
  await listenOn(server, config);
  return {
    port: server.address().port,
    async stop() {
      await closeServer(server);
      readiness.stop();
      clockWatch.stop();
      await teams.settled();
      await delivery.stop();
      await refusedAttempts.settled();
      await store.close();
    },
  };
}

type Clocks = Parameters<typeof createDatabaseClock>;

type Base = { readonly config: Config; readonly log: Log; readonly now: () => Date };

// Turns and pages each have their own, so that strangers at the pages take no place from Teams.
const ADMITTED = {
  places: 16,
  waiting: 256,
  shareOfOne: 0.75,
  patienceMs: 3000,
};

// The service is built before the delivery that has to learn of what it queues.
function createSignal<What>() {
  let receive = (_: What) => {};
  return {
    send: (what: What): void => receive(what),
    onSend(receiver: (what: What) => void): void {
      receive = receiver;
    },
  };
}

type ServiceOutside = Pick<ServiceParts, 'refusedAttempts' | 'seal' | 'lookUpTenant' | 'onQueued'>;

function serviceOf(config: Config, store: Store, outside: ServiceOutside): Service {
  const { tenantGroups, adminAgents } = config;
  return createService({
    store,
    ...outside,
    regions: MARKETS.regions,
    // Four random characters; six once four such ids were in use already.
    drawInvitationId: (attempt) => `R-${spokenCode(attempt < 4 ? 4 : 6)}`,
    canMail: config.mail !== undefined,
    readLetter,
    tenantsOf: (tenantId) => tenantGroups.find((group) => group.includes(tenantId)) ?? [tenantId],
    isUsable: (template) => checkTemplate(template).length === 0,
    builtInTemplate,
    adminAgents,
  });
}

type Built = { readonly service: Service; readonly store: Store };

type Linked = Built & { readonly openLink: OpenLink; readonly traffic: Traffic };

function teamsOf({ config, log, now }: Base, { service, store, openLink, traffic }: Linked): Teams {
  return createTeams({
    trust: config.channel,
    account: config.connector,
    service,
    partnerTenants: config.partnerTenants,
    partnerOf: store.partners.ofTenant,
    openLink,
    answers: traffic.answer,
    canMail: config.mail !== undefined,
    troubleOf,
    admit: createAdmission(ADMITTED, log),
    now,
    log,
  });
}

function deliveryOf({ config, log, now }: Base, outside: Linked & { readonly teams: Teams }) {
  const { service, store, openLink, traffic, teams } = outside;
  const { mail, publicUrl } = config;
  return createDelivery({
    store,
    service,
    traffic,
    teams: teams.deliver,
    breakOff: teams.close,
    mail:
      mail &&
      createMail({
        server: mail.server,
        sender: { address: mail.from, publicUrl },
        openLink,
        service,
        now,
        log,
      }),
    log,
  });
}

function linkOpener(seal: Seal, publicUrl: string): OpenLink {
  return (sealed, tokenHash) => {
    const token = sealed === undefined ? undefined : seal.open(sealed, tokenHash);
    return token === undefined ? undefined : invitationLink(publicUrl, token);
  };
}

type HttpOutside = Built & Pick<HttpParts, 'lookUpTenant' | 'onActivity' | 'obstacle' | 'wrongClock'>;

function httpOf({ config, log, now }: Base, outside: HttpOutside): HttpServer {
  const { publicUrl, partnerTenants, authorities, tab, signIn } = config;
  const { begin, complete } = createSignIn({ ...signIn, redirectUrl: `${publicUrl}/sign-in/callback` }, now);
  const trust = { authority: tab.authority, clientId: signIn.clientId, publicUrl, tenantIds: partnerTenants };
  return createHttp({
    service: outside.service,
    onActivity: outside.onActivity,
    obstacle: outside.obstacle,
    wrongClock: outside.wrongClock,
    troubleOf,
    admit: createAdmission(ADMITTED, log),
    lookUpTenant: outside.lookUpTenant,
    begin,
    complete,
    checkToken: createTeamsTokens(trust, now),
    authorities,
    partnerTenants,
    partnerOf: outside.store.partners.ofTenant,
    tab,
    publicUrl,
    now,
    log,
  });
}

// The configured partner tenants are stored before the program says that it is ready.
async function storeTenants({ tenantGroups }: Config, store: Store, log: Log): Promise<void> {
  for (const partnerIds of await store.keepTenants(tenantGroups))
    log.error(
      { partnerIds },
      'PARTNER_TENANTS joins tenants that were set up as several partners; they stay apart',
    );
}
