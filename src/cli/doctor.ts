import { type Config, readConfig } from '../config.ts';
import { createSmtp } from '../mail/smtp.ts';
import { type Problem, problemsIn } from '../relationship/installation.ts';
import { placesOf } from '../service/deliveries.ts';
import { lookAtInstallation } from '../service/installation.ts';
import { createDatabaseClock } from '../store/clock.ts';
import type { DeliveryFigures, FiguredPartner } from '../store/deliveries/figures.ts';
import { rootId } from '../store/documents.ts';
import { createStore, type Store } from '../store/store.ts';
import { askToken, tokenTroubleOf } from '../teams/connector-token.ts';
import { type FailureShown, type PartnerShown, type Screen, screenText } from './doctor-screen.ts';

const PROBLEMS = 1;
const UNAVAILABLE = 69;
const CONFIG_ERROR = 78;
const MOST = 5;

async function look(config: Config, store: Store): Promise<Screen> {
  const clock = createDatabaseClock(() => new Date());
  clock.follow(await store.ping());
  const { versions, problems } = await lookAtInstallation({
    store,
    aheadMs: clock.aheadMs,
    // Another process relays; what it leaves behind shows in the outboxes.
    relayIdleMs: () => 0,
    token: () =>
      askToken(config.connector).then(
        () => undefined,
        (error: unknown) => tokenTroubleOf(error) ?? 'unreachable',
      ),
    mail: config.mail && checkMail(config.mail),
  });
  const known = await store.figures.partners();
  const partnerIds = known.map(({ id }) => id);
  const all = await store.figures.of({ partnerIds, tenantIds: known.flatMap(({ tenantIds }) => tenantIds) });
  const partners: PartnerShown[] = [];
  for (const partner of known) partners.push(await shown(partner, store));
  return { versions, problems: [...problems, ...inDatabase(all)], partners };
}

function checkMail({ server }: NonNullable<Config['mail']>) {
  const smtp = createSmtp(server);
  return () => smtp.check().finally(smtp.close);
}

function inDatabase({ outboxAgeMs, queueAgeMs, depths }: DeliveryFigures): readonly Problem[] {
  return problemsIn({ outboxAgeMs, queueAgeMs, parked: countOf('parked', depths) });
}

function countOf(state: 'waiting' | 'parked' | 'missed', depths: DeliveryFigures['depths']): number {
  return depths.filter((one) => one.state === state).reduce((sum, { count }) => sum + count, 0);
}

async function shown({ id, name, tenantIds }: FiguredPartner, store: Store): Promise<PartnerShown> {
  const { figures, deliveryOverview, conversations, places } = store;
  const { at, depths, queueAgeMs, gone } = await figures.of({ partnerIds: [id], tenantIds });
  const lanes = await deliveryOverview.depths(id, MOST);
  const parked = await deliveryOverview.parked(id, MOST);
  const failed = await deliveryOverview.failures(id, MOST);
  const away = (await conversations.gone(tenantIds, MOST)).map((one) => ({ ...one, lane: rootId(one.id) }));
  const placeOf = await placesOf([...lanes, ...parked, ...failed, ...away], { places });
  const ageMs = (since: Date) => at.getTime() - since.getTime();
  const failure = (state: FailureShown['state'], one: (typeof parked)[number]): FailureShown => {
    const { kind, lane, attempts, words } = one;
    return { state, kind, place: placeOf(lane), attempts, words };
  };
  return {
    ...{ name, queueAgeMs, gone },
    waiting: countOf('waiting', depths),
    parked: countOf('parked', depths),
    missed: countOf('missed', depths),
    lanes: lanes.map(({ lane, waiting, oldestAt }) => {
      return { place: placeOf(lane), waiting, ageMs: ageMs(oldestAt) };
    }),
    failures: [
      ...parked.map((one) => failure('parked', one)),
      ...failed.map((one) => failure(one.isTriedAgain ? 'tried again' : 'missed', one)),
    ],
    gonePlaces: away.map(({ lane, goneAt }) => ({ place: placeOf(lane), ageMs: ageMs(goneAt) })),
  };
}

function exitWith(code: number, message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

const config = readConfig(process.env);
if ('problem' in config) exitWith(CONFIG_ERROR, `The configuration is wrong: ${config.problem}`);
const store = createStore(config.mongodbUri);
const screen = await look(config, store).catch((error: unknown) =>
  exitWith(
    UNAVAILABLE,
    `The database cannot be read: ${error instanceof Error ? error.message : String(error)}`,
  ),
);
process.stdout.write(screenText(screen));
await store.close();
// A connection to Entra may still be kept alive.
process.exit(screen.problems.length === 0 ? 0 : PROBLEMS);
