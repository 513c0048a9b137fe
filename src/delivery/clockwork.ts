import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { PassedOver } from '../service/passing-over.ts';
import type { Service } from '../service/service.ts';
import type { Anchors } from '../store/audit/anchors.ts';

/** What the clockwork is built from. */
export type ClockworkParts = {
  readonly due: Service['due'];
  readonly anchors: Pick<Anchors, 'anchorAll'>;
  readonly log: Log;
};

const TICK_MS = 1000;
const REMIND_MS = 2000;
const PLAN_MS = 5000;
const ANCHOR_MS = 60_000;

/**
 * Does regularly what time alone asks for: expiries each second, reminders and escalations each two, plans each five,
 * anchors each minute.
 */
export function createClockwork({ due, anchors, log }: ClockworkParts) {
  const tasks = [
    createTask(TICK_MS, toldOf(due.expire, log), 'Invitations could not be closed'),
    createTask(REMIND_MS, toldOf(due.remind, log), 'Reminders could not be made'),
    createTask(REMIND_MS, toldOf(due.escalate, log), 'It could not be told what nobody looks after'),
    createTask(PLAN_MS, toldOf(due.plan, log), 'Reminders could not be planned'),
    createTask(ANCHOR_MS, anchors.anchorAll, 'Chains could not be anchored'),
  ];
  let isStopping = false;
  let running: Promise<void> | undefined;

  // One that fails holds up no other.
  async function run(): Promise<void> {
    while (!isStopping) {
      for (const task of tasks) if (!isStopping) await task(log);
      await sleep(TICK_MS, undefined, { ref: false });
    }
  }

  return {
    start(): void {
      running ??= run();
    },

    /** Finishes the task under way and stops. */
    stop(): Promise<void> {
      isStopping = true;
      return Promise.race([running, sleep(TICK_MS, undefined, { ref: false })]).then(() => undefined);
    },
  };
}

function toldOf(work: () => Promise<readonly PassedOver[]>, log: Log): () => Promise<void> {
  return async () => {
    for (const { relationshipId, error: err } of await work())
      log.error({ err, relationshipId }, 'The clock passes over a relationship with which it can do nothing');
  };
}

function createTask(everyMs: number, work: () => Promise<void>, failure: string) {
  let doneAt = Number.NEGATIVE_INFINITY;
  return async (log: Log): Promise<void> => {
    if (performance.now() - doneAt < everyMs) return;
    doneAt = performance.now();
    await work().catch((err: unknown) => log.warn({ err }, failure));
  };
}
