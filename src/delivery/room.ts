import type { Log } from '../log.ts';
import type { Service } from '../service/service.ts';
import type { Pending } from '../store/aggregates/outbox.ts';
import type { Store } from '../store/store.ts';
import { createClockwork } from './clockwork.ts';
import type { MailChannel, TeamsChannel } from './delivery.ts';
import { createEngine } from './engine.ts';
import type { WorkParts } from './lane-work.ts';
import { createTellOfParked } from './parked.ts';
import { plan } from './plan.ts';
import { createRelay } from './relay.ts';
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
  readonly onAttempt: WorkParts['onAttempt'];
  readonly log: Log;
};

/** What follows from events, as the rest of the program starts and stops it. */
export type Delivery = ReturnType<typeof createDelivery>;

/** What follows from events: the relay stores it as deliveries, and the engine delivers them. */
export function createDelivery(parts: DeliveryParts) {
  const { store, service, traffic, log } = parts;
  const { queries, partners, conversations, deliveries, lanes, cards, outbox, subscriptions, anchors } =
    store;
  const { channels, people, due } = service;
  const wake = (ids: readonly string[]): void => engine.wake(ids);
  const gone = { queries, partners, conversations, deliveries, subscriptions, wake };
  const tellOfParked = createTellOfParked({ ...gone, people, now: traffic.clock.early });
  const { teams, mail, breakOff, onAttempt } = parts;
  const outside = { teams, mail, breakOff, onAttempt, channels, cards, lanes, traffic, log };
  const engine = createEngine({ ...gone, ...outside, tellOfParked, time: PROCESS_TIME });
  const follow = async (pending: readonly Pending[]): Promise<void> => {
    const list = await plan(pending, { subscriptions, cards });
    if (list.length === 0) return;
    await deliveries.add(list);
    engine.wake([...new Set(list.map(({ lane }) => lane))]);
  };
  const relay = createRelay({ outbox, follow, log });
  const clockwork = createClockwork({ due, anchors, log });

  return {
    start(): void {
      engine.start();
      relay.start();
      clockwork.start();
    },

    /** Passes on what this process has written. */
    hand: relay.hand,

    /** For how many milliseconds the outboxes have not been looked through. */
    idleMs: relay.idleMs,

    /** Deliveries were stored for these lanes: delivers at once. */
    wakeLanes: wake,

    /** Finishes what is under way, for 2 seconds, and stops. */
    async stop(): Promise<void> {
      await clockwork.stop();
      await relay.stop();
      await engine.stop();
      await traffic.stop();
    },
  };
}
