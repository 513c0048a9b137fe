import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';
import { invitationOf } from './relationship/event.ts';
import type { Service } from './service.ts';
import type { Outbox } from './store/outbox.ts';
import type { Partners } from './store/partners.ts';
import type { RelationshipQueries } from './store/relationship-queries.ts';
import type { Recorded } from './store/relationships.ts';
import { announce, topicFor } from './teams/announce.ts';
import { isConnectorError } from './teams/connector.ts';
import { type Announced, type DeliverParts, deliver } from './teams/deliver.ts';

/** What the dispatcher is built from. */
export type DispatcherParts = DeliverParts & {
  readonly outbox: Outbox;
  readonly queries: RelationshipQueries;
  readonly partners: Partners;
  readonly service: Service;
  readonly publicUrl: string;
  readonly log: Log;
};

const LOOK_MS = 1000;
const REMIND_MS = 2000;
const FIRST_DELAY_MS = 2000;
const LONGEST_DELAY_MS = 5 * 60_000;

/**
 * Takes events out of the outbox, announces them, marks them dispatched: at once after a commit, and every second
 * besides, so that what another process left behind is found. An event is marked only after Teams has it; a crash
 * in between repeats the delivery, never loses it.
 */
export function createDispatcher(parts: DispatcherParts) {
  let isStopping = false;
  let wakeUp = () => {};

  let remindedAt = Number.NEGATIVE_INFINITY;

  // Days are counted in days: whether one is over need not be asked at every wake.
  async function remind(): Promise<void> {
    if (performance.now() - remindedAt < REMIND_MS) return;
    remindedAt = performance.now();
    await parts.service.remindDue();
  }

  async function look(): Promise<void> {
    await parts.service.expireDue();
    await remind();
    while (!isStopping && (await dispatchNext(parts)));
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
      running ??= run();
    },

    /** Something was committed: look now. */
    wake: (): void => wakeUp(),

    /** Finishes the delivery under way and stops. */
    async stop(): Promise<void> {
      isStopping = true;
      wakeUp();
      await running;
    },
  };
}

async function dispatchNext(parts: DispatcherParts): Promise<boolean> {
  const recorded = await parts.outbox.claim();
  if (!recorded) return false;
  try {
    await dispatch(recorded, parts);
    await parts.outbox.markDispatched(recorded.id);
    parts.service.forgetToken(recorded.id);
  } catch (err) {
    const delayMs = delayAfter(err, recorded.attempts);
    parts.log.warn({ err, event: recorded.id, attempts: recorded.attempts, delayMs }, 'Announcing failed');
    await parts.outbox.release(recorded.id, delayMs);
  }
  return true;
}

async function dispatch(recorded: Recorded, parts: DispatcherParts): Promise<void> {
  const announced = await announcedNow(recorded, parts);
  for (const delivery of announce(recorded, await audienceOf(announced, parts))) {
    if (recorded.delivered.includes(delivery.key)) continue;
    await deliver(delivery, announced, parts);
    await parts.outbox.markDelivered(recorded.id, delivery.key);
  }
}

// Cards show how things stand now, not how they stood when the event happened.
async function announcedNow(recorded: Recorded, parts: DispatcherParts): Promise<Announced> {
  const [found, partner] = await Promise.all([
    parts.queries.byId(recorded.relationshipId),
    parts.partners.find(recorded.partnerId),
  ]);
  if (!found || !partner) throw new Error('An event without its relationship or partner');
  const token = parts.service.tokenOf(recorded.id);
  const link = token === undefined ? undefined : `${parts.publicUrl}/i/${token}`;
  return { recorded, state: found.state, partner, link };
}

async function audienceOf({ recorded, state }: Announced, { outbox, conversations, cards }: DispatcherParts) {
  const { relationshipId, partnerId, event } = recorded;
  const topic = topicFor(recorded);
  const invitationId = invitationOf(event) ?? state.invitation?.id;
  const [askedIn, subscribed, living] = await Promise.all([
    invitationId === undefined ? undefined : outbox.askedIn(relationshipId, invitationId),
    topic ? conversations.subscribed(partnerId, topic) : [],
    cards.of(relationshipId, invitationId),
  ]);
  return { askedIn, subscribed, cards: living };
}

function delayAfter(error: unknown, attempts: number): number {
  const asked = isConnectorError(error) ? error.retryAfterMs : undefined;
  const doubling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 10));
  const jittered = doubling * (0.8 + 0.4 * Math.random());
  return Math.round(Math.max(asked ?? 0, jittered));
}
