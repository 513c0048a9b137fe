import type { Config } from './config.ts';
import type { OpenLink } from './delivery/delivery.ts';
import { createDelivery, type Delivery, type DeliveryParts } from './delivery/room.ts';
import { createTraffic, type Traffic } from './delivery/traffic.ts';
import { createSignIn } from './entra/sign-in.ts';
import { createTeamsTokens } from './entra/teams-token.ts';
import { createTenantLookup } from './entra/tenant-lookup.ts';
import { createWatches } from './health/watches.ts';
import { closeServer, createHttp, type HttpParts, type HttpServer, listenOn } from './http/http.ts';
import type { Log } from './log.ts';
import { createMail } from './mail/mailer.ts';
import type { Meter } from './metrics/meter.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { createSeal, type Seal, spokenCode } from './secret.ts';
import { ADMITTED, createAdmission } from './service/admission.ts';
import { lookAtInstallation } from './service/installation.ts';
import { createRefusedAttempts } from './service/refused-attempts.ts';
import { createService, type Service, type ServiceParts } from './service/service.ts';
import { createSignal } from './service/signal.ts';
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
  const { now, aheadMs } = clock;
  const store = createStore(config.mongodbUri);
  const relayIdleMs = () => delivery.idleMs();
  const isOn = config.metricsToken !== undefined;
  const metrics = await createMetrics({ figures: store.figures, relayIdleMs, isOn });
  const base = { config, log, now, meter: metrics.meter };
  const refusedAttempts = createRefusedAttempts(store.refusals, log);
  const seal = createSeal(config.connector.password);
  const lookUpTenant = createTenantLookup(config.authorities, now);
  const { lanes, paces } = store;
  const traffic = createTraffic({ lanes, paces, rate: config.teamsRate, log });
  const queued = createSignal<readonly string[]>();
  // Asked only once all of it is built.
  const installation = () =>
    lookAtInstallation({ store, aheadMs, relayIdleMs, token: teams.checkToken, mail: mail?.check });
  const outside = { refusedAttempts, seal, lookUpTenant, installation, onQueued: queued.send };
  const service = serviceOf(config, store, outside);
  const openLink = linkOpener(seal, config.publicUrl);
  const mail = mailOf(base, { service, openLink });
  const teams = teamsOf(base, { service, store, openLink, traffic });
  const delivery = deliveryOf(base, { service, store, traffic, teams, mail });
  store.onPending(delivery.hand);
  queued.onSend(delivery.wakeLanes);
  const watches = createWatches({ ...base, store, clock, teams, delivery });
  const { onActivity } = teams;
  const server = httpOf(base, { service, store, lookUpTenant, onActivity, metrics, ...watches });
  watches.start();
  await listenOn(server, config);
  return {
    port: server.address().port,
    async stop() {
      await closeServer(server);
      watches.stop();
      await teams.settled();
      await delivery.stop();
      await refusedAttempts.settled();
      await store.close();
    },
  };
}

type Clocks = Parameters<typeof createDatabaseClock>;

type Base = { readonly config: Config; readonly log: Log; readonly now: () => Date; readonly meter: Meter };

type ServiceOutside = Pick<
  ServiceParts,
  'refusedAttempts' | 'seal' | 'lookUpTenant' | 'installation' | 'onQueued'
>;

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

function teamsOf({ config, log, now, meter }: Base, { service, store, openLink, traffic }: Linked): Teams {
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
    admit: createAdmission(ADMITTED, log, () => meter.turnedAway('turn')),
    onAnswered: meter.answeredTurn,
    onCall: meter.calledTeams,
    now,
    log,
  });
}

function mailOf(
  { config: { mail, publicUrl }, log, now }: Base,
  { service, openLink }: Pick<Linked, 'service' | 'openLink'>,
) {
  return (
    mail &&
    createMail({
      server: mail.server,
      sender: { address: mail.from, publicUrl },
      openLink,
      service,
      now,
      log,
    })
  );
}

type DeliveryOutside = Omit<Linked, 'openLink'> & {
  readonly teams: Teams;
  readonly mail: DeliveryParts['mail'];
};

function deliveryOf({ log, meter }: Base, { teams, ...outside }: DeliveryOutside): Delivery {
  const onAttempt = meter.attempted;
  return createDelivery({ ...outside, teams: teams.deliver, breakOff: teams.close, onAttempt, log });
}

function linkOpener(seal: Seal, publicUrl: string): OpenLink {
  return (sealed, tokenHash) => {
    const token = sealed === undefined ? undefined : seal.open(sealed, tokenHash);
    return token === undefined ? undefined : invitationLink(publicUrl, token);
  };
}

type HttpOutside = Built &
  Pick<HttpParts, 'lookUpTenant' | 'onActivity' | 'obstacle' | 'wrongClock' | 'tokenTrouble'> & {
    readonly metrics: Metrics;
  };

function httpOf({ config, log, now, meter }: Base, outside: HttpOutside): HttpServer {
  const { publicUrl, partnerTenants, authorities, tab, signIn, metricsToken: token } = config;
  const { begin, complete } = createSignIn({ ...signIn, redirectUrl: `${publicUrl}/sign-in/callback` }, now);
  const trust = { authority: tab.authority, clientId: signIn.clientId, publicUrl, tenantIds: partnerTenants };
  return createHttp({
    service: outside.service,
    onActivity: outside.onActivity,
    obstacle: outside.obstacle,
    wrongClock: outside.wrongClock,
    tokenTrouble: outside.tokenTrouble,
    figures: token === undefined ? undefined : { ...outside.metrics, token },
    onServed: meter.servedPage,
    troubleOf,
    admit: createAdmission(ADMITTED, log, () => meter.turnedAway('page')),
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
