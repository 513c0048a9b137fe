import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { hasInvitation } from '../relationship/relationship.ts';
import { remindableMailing } from '../relationship/rules/mails.ts';
import { updateId } from '../service/channels.ts';
import type { Service } from '../service/service.ts';
import type { Deliveries } from '../store/deliveries/deliveries.ts';
import type { NewDelivery } from '../store/deliveries/documents.ts';
import { rootId, type StoredEvent } from '../store/documents.ts';
import { announce } from './announcements.ts';
import { type AudienceParts, announcedNow, audienceOf } from './audience.ts';
import type { Announced, Delivery } from './delivery.ts';
import type { Engine } from './engine.ts';

/** What the dispatcher is built from. */
export type DispatcherParts = AudienceParts & {
  readonly due: Service['due'];
  readonly deliveries: Pick<Deliveries, 'add'>;
  readonly engine: Pick<Engine, 'wake'>;
  readonly log: Log;
};

const LOOK_MS = 1000;
const REMIND_MS = 2000;
const AGAIN_MS = 2000;

/**
 * Takes events out of the outbox and stores what follows from them as deliveries: at once after a commit, and every
 * second, so that it finds the events that another process left behind. An event is marked only after its deliveries
 * are stored; a crash before that stores them again, which changes nothing.
 */
export function createDispatcher(parts: DispatcherParts) {
  let isStopping = false;
  let wakeUp = () => {};
  let remindedAt = Number.NEGATIVE_INFINITY;

  // Reminder days are whole days: not every wake has to ask whether one is over.
  async function remind(): Promise<void> {
    if (performance.now() - remindedAt < REMIND_MS) return;
    remindedAt = performance.now();
    await parts.due.remind();
  }

  // What is due must not hold up what has happened.
  async function look(): Promise<void> {
    while (!isStopping && (await dispatchNext(parts)));
    await parts.due.expire();
    await remind();
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

    /** An event was committed: looks at once. */
    wake: (): void => wakeUp(),

    /** Finishes the event under way and stops. */
    async stop(): Promise<void> {
      isStopping = true;
      wakeUp();
      await running;
    },
  };
}

// False when no event waits.
async function dispatchNext(parts: DispatcherParts): Promise<boolean> {
  const recorded = await parts.outbox.claim();
  if (!recorded) return false;
  try {
    const announced = await announcedNow(recorded, parts);
    const all = announce(recorded, await audienceOf(announced, parts));
    const list = all.flatMap((one) => deliveriesOf(one, announced));
    await parts.deliveries.add(list);
    await parts.outbox.markDispatched(recorded.id);
    parts.engine.wake([...new Set(list.map(({ lane }) => lane))]);
  } catch (err) {
    parts.log.warn({ err, event: recorded.id }, 'Announcing failed');
    await parts.outbox.release(recorded.id, AGAIN_MS);
  }
  return true;
}

function deliveriesOf(delivery: Delivery, { recorded, state }: Announced): NewDelivery[] {
  const id = `${recorded.id}/${delivery.key}`;
  switch (delivery.kind) {
    case 'mail':
      return recipientsOf(recorded, state).map((to) => {
        const lane = `mail:${to.toLowerCase()}`;
        return { id: `${id}:${to}`, lane, recorded, what: { kind: 'mail', to } };
      });
    case 'update': {
      const { card } = delivery;
      const bare = withoutSeal(recorded);
      const lane = rootId(card.conversationId);
      return [{ id: updateId(card), lane, recorded: bare, what: { kind: 'update', card } }];
    }
    case 'post': {
      const { what: face, conversationId, isOrigin } = delivery;
      const needed = face === 'draft' ? recorded : withoutSeal(recorded);
      const what = { kind: 'post', face, conversationId, isOrigin } as const;
      return [{ id, lane: rootId(conversationId), recorded: needed, what }];
    }
  }
}

function withoutSeal({ sealed: _, ...recorded }: StoredEvent): StoredEvent {
  return recorded;
}

function recipientsOf({ event }: StoredEvent, state: Announced['state']): string[] {
  if (event.type === 'invitation-mail-queued') return [event.to];
  if (event.type === 'question-answered') return (event.mails ?? []).map(({ to }) => to);
  const first = hasInvitation(state) ? remindableMailing(state.invitation) : undefined;
  return event.type === 'invitation-reminded' && first ? [first.to] : [];
}
