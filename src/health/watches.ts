import type { Config } from '../config.ts';
import type { Delivery } from '../delivery/room.ts';
import type { Log } from '../log.ts';
import type { Meter } from '../metrics/meter.ts';
import type { DatabaseClock } from '../store/clock.ts';
import type { Store } from '../store/store.ts';
import type { Teams } from '../teams/teams.ts';
import { problemText } from '../words/problem-words.ts';
import { createClockWatch } from './clock-watch.ts';
import { createLastingChecks } from './lasting-checks.ts';
import { createReadiness } from './ready.ts';
import { storeTenants } from './tenants.ts';
import { createTokenWatch } from './token-watch.ts';

/** What is watched. */
export type Watched = {
  readonly config: Pick<Config, 'tenantGroups'>;
  readonly store: Store;
  readonly clock: DatabaseClock;
  readonly teams: Pick<Teams, 'checkToken'>;
  readonly delivery: Pick<Delivery, 'start' | 'idleMs'>;
  readonly meter: Pick<Meter, 'askedDatabase'>;
  readonly log: Log;
};

/** Watches over the installation: the clock, the token, the database; starts the work once the program is ready. */
export function createWatches({ config, store, clock, teams, delivery, meter, log }: Watched) {
  const clockWatch = createClockWatch({ store, clock, onReading: meter.askedDatabase, log });
  const tokenWatch = createTokenWatch({
    ask: teams.checkToken,
    say: (trouble) => problemText({ code: `token-${trouble}` }, 'en'),
    log,
  });
  const { confirmWrite } = store;
  const { requireToken } = tokenWatch;
  const { obstacle, startWhenReady, stop } = createReadiness({
    store,
    storeTenants: () => storeTenants(config.tenantGroups, store, log),
    follow: clockWatch.follow,
    lasting: createLastingChecks({ confirmWrite, relayIdleMs: delivery.idleMs, requireToken }),
    log,
  });
  return {
    obstacle,
    wrongClock: clockWatch.wrongClock,
    tokenTrouble: tokenWatch.trouble,

    start(): void {
      startWhenReady(delivery.start);
      clockWatch.start();
      tokenWatch.start();
    },

    stop(): void {
      stop();
      clockWatch.stop();
      tokenWatch.stop();
    },
  };
}
