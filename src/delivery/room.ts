import type { Log } from '../log.ts';
import type { Service } from '../service/service.ts';
import type { Store } from '../store/store.ts';
import type { MailChannel, TeamsChannel } from './delivery.ts';
import { createDispatcher } from './dispatcher.ts';
import { createEngine } from './engine.ts';
import { createTellOfParked } from './parked.ts';
import { PROCESS_TIME } from './time.ts';
import type { Traffic } from './traffic.ts';

/** What the delivery room is built from. */
export type DeliveryParts = {
  readonly store: Store;
  readonly service: Service;
  readonly traffic: Traffic;
  readonly teams: TeamsChannel;
  /** Ends the calls to Teams that are under way. */
  readonly breakOff: () => Promise<void>;
  /** Absent: no mail server is set up, and the mails that events ask for are left out. */
  readonly mail: { readonly deliver: MailChannel; readonly close: () => void } | undefined;
  readonly log: Log;
};

/** What follows from events: the dispatcher stores it as deliveries, and the engine delivers them. */
export function createDelivery(parts: DeliveryParts) {
  const { store, service, traffic, log } = parts;
  const { queries, partners, conversations, deliveries, lanes, cards, outbox } = store;
  const { channels, people, due } = service;
  const wake = (ids: readonly string[]): void => engine.wake(ids);
  const gone = { queries, partners, conversations, deliveries, wake };
  const tellOfParked = createTellOfParked({ ...gone, people, now: traffic.clock.early });
  const { teams, mail, breakOff } = parts;
  const working = { ...gone, teams, mail, breakOff, channels, cards, lanes, traffic, tellOfParked, log };
  const engine = createEngine({ ...working, time: PROCESS_TIME });
  const dispatcher = createDispatcher({
    ...{ outbox, queries, partners, conversations, cards, due, deliveries, engine, log },
  });

  return {
    start(): void {
      engine.start();
      dispatcher.start();
    },

    /** An event was committed: looks at once. */
    wake: dispatcher.wake,

    /** Deliveries were stored for these lanes: delivers at once. */
    wakeLanes: wake,

    /** Finishes what is under way, for 2 seconds, and stops. */
    async stop(): Promise<void> {
      await dispatcher.stop();
      await engine.stop();
      await traffic.stop();
    },
  };
}
