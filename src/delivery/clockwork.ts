import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
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
const ANCHOR_MS = 60_000;

/** Does regularly what time alone asks for: expiries each second, reminders each two, anchors each minute. */
export function createClockwork({ due, anchors, log }: ClockworkParts) {
  const tasks = [
    createTask(TICK_MS, due.expire, 'Invitations could not be closed'),
    createTask(REMIND_MS, due.remind, 'Reminders could not be made'),
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

function createTask(everyMs: number, work: () => Promise<void>, failure: string) {
  let doneAt = Number.NEGATIVE_INFINITY;
  return async (log: Log): Promise<void> => {
    if (performance.now() - doneAt < everyMs) return;
    doneAt = performance.now();
    await work().catch((err: unknown) => log.warn({ err }, failure));
  };
}
