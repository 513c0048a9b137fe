import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Service } from '../service/service.ts';
import type { Outbox, Pending } from '../store/aggregates/outbox.ts';
import type { Anchors } from '../store/audit/anchors.ts';
import type { Dispatch, Dispatches } from '../store/dispatches.ts';
import type { Partners } from '../store/partners/partners.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import { type AudienceParts, plan } from './audience.ts';
import {
  type Announced,
  type Delivery,
  DONE,
  type MailChannel,
  type MailDelivery,
  type PostDelivery,
  type SettledOutcome,
  type UpdateDelivery,
} from './delivery.ts';
import { createMailsUnderWay, type MailsUnderWay } from './mails-under-way.ts';
import { createRelay } from './relay.ts';
import { delayAfter } from './retry.ts';
import { deliverToTeams, type TeamsDeliveryParts } from './teams-delivery.ts';

/** What the delivery room is built from. */
export type DeliveryParts = AudienceParts &
  TeamsDeliveryParts & {
    readonly due: Service['due'];
    readonly outbox: Outbox;
    readonly anchors: Anchors;
    readonly dispatches: Dispatches;
    readonly queries: RelationshipQueries;
    readonly partners: Partners;
    /** Absent: no mail server is set up, and the mails that events ask for are left out. */
    readonly mail: { readonly deliver: MailChannel; readonly close: () => void } | undefined;
    readonly log: Log;
  };

const LOOK_MS = 1000;
const REMIND_MS = 2000;

/**
 * Takes events out of the outbox, delivers what follows from them and marks them dispatched: at once after a commit,
 * and every second, so that it finds the events that another process left behind. An event is marked only after Teams
 * and the mail server have everything; a crash before that repeats a delivery and never loses one.
 */
export function createDelivery(parts: DeliveryParts) {
  const mails = createMailsUnderWay(() => parts.mail?.close());
  const follow = async (pending: readonly Pending[]) => {
    const planned = await plan(pending, parts);
    await parts.dispatches.add(planned);
    if (planned.length > 0) wakeUp();
  };
  const relay = createRelay({ outbox: parts.outbox, follow, log: parts.log });
  let anchoredAt = performance.now();
  let isStopping = false;
  let wakeUp = () => {};

  let remindedAt = Number.NEGATIVE_INFINITY;

  // Reminder days are whole days: not every wake has to ask whether one is over.
  async function remind(): Promise<void> {
    if (performance.now() - remindedAt < REMIND_MS) return;
    remindedAt = performance.now();
    await parts.due.remind();
  }

  async function look(): Promise<void> {
    await parts.due.expire();
    await remind();
    if (performance.now() - anchoredAt > 60_000) {
      anchoredAt = performance.now();
      await parts.anchors.anchorAll();
    }
    while (!isStopping && (await dispatchNext(parts, mails)));
  }

  async function run(): Promise<void> {
    while (!isStopping) {
      const woken = new Promise<void>((resolve) => {
        wakeUp = resolve;
      });
      await look().catch((err: unknown) => parts.log.warn({ err }, 'The outbox could not be read'));
      await Promise.race([woken, sleep(LOOK_MS, undefined, { ref: false })]);
    }
  }

  let running: Promise<void> | undefined;
  return {
    start(): void {
      relay.start();
      running ??= run();
    },

    /** Passes on what this process has written. */
    hand: relay.hand,

    /** Finishes the delivery under way and stops. */
    async stop(): Promise<void> {
      isStopping = true;
      await relay.stop();
      wakeUp();
      await running;
      await mails.stop();
    },
  };
}

// False when no event waits.
async function dispatchNext(parts: DeliveryParts, mails: MailsUnderWay): Promise<boolean> {
  const recorded = await parts.dispatches.claim();
  if (!recorded) return false;
  await settle(recorded, parts, () => dispatch(recorded, parts, mails));
  return true;
}

// The mails of the event are being sent; the event is settled when the mail server has answered.
const UNDER_WAY = { type: 'under-way' } as const;

type Dispatched = SettledOutcome | typeof UNDER_WAY;

// An event whose deliveries fail is released, to be claimed again after a while.
async function settle(
  { id, attempts }: Dispatch,
  { dispatches: outbox, log }: DeliveryParts,
  work: () => Promise<Dispatched>,
): Promise<void> {
  const finish = async (): Promise<Dispatched> => {
    const outcome = await work();
    if (outcome.type === 'done') await outbox.markDispatched(id);
    return outcome;
  };
  const outcome = await finish().catch((cause: unknown): Dispatched => ({ type: 'later', cause }));
  if (outcome.type === 'done' || outcome.type === 'under-way') return;
  const delayMs = delayAfter(attempts, outcome.afterMs);
  log.warn({ err: outcome.cause, event: id, attempts, delayMs }, 'Announcing failed');
  await outbox.release(id, delayMs);
}

async function dispatch(recorded: Dispatch, parts: DeliveryParts, mails: MailsUnderWay): Promise<Dispatched> {
  const { dispatches: outbox, mail, log } = parts;
  const announced = await announcedNow(recorded, parts);
  const all = recorded.list as readonly Delivery[];
  const left = all.filter(({ key }) => !recorded.delivered.includes(key));
  for (const delivery of left.filter(isForTeams)) {
    const outcome = await deliverToTeams(delivery, announced, parts);
    if (outcome.type !== 'done') return outcome;
    await outbox.markDelivered(recorded.id, delivery.key);
  }
  const mailDelivery = left.find(isMail);
  if (!mailDelivery || !mail) return DONE;
  const send = () =>
    settle(recorded, parts, () => mail.deliver(mailDelivery, announced)).catch((err: unknown) =>
      log.warn({ err }, 'The outbox could not be written'),
    );
  if (!mails.start(send)) await outbox.postpone(recorded.id, LOOK_MS);
  return UNDER_WAY;
}

function isForTeams(delivery: Delivery): delivery is PostDelivery | UpdateDelivery {
  return delivery.kind !== 'mail';
}

function isMail(delivery: Delivery): delivery is MailDelivery {
  return delivery.kind === 'mail';
}

async function announcedNow(recorded: Dispatch, { queries, partners }: DeliveryParts): Promise<Announced> {
  const [found, partner] = await Promise.all([
    queries.byId(recorded.relationshipId),
    partners.find(recorded.partnerId),
  ]);
  if (!found || !partner) throw new Error('An event without its relationship or partner');
  return { recorded, state: found.state, partner };
}
