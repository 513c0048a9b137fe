import type { Time } from '../../../src/delivery/time.ts';

/** A clock that goes from one sleeper to the next, without waiting. */
export function createSimulatedTime() {
  let now = 0;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  const time: Time = {
    now: () => now,
    sleep: (ms) =>
      new Promise<void>((wake) => {
        const at = now + Math.max(0, ms);
        const place = sleepers.findIndex((other) => other.at > at);
        sleepers.splice(place === -1 ? sleepers.length : place, 0, { at, wake });
      }),
  };

  return {
    time,

    /** Wakes one sleeper after the other until this work has ended, and nobody is left who could end it otherwise. */
    async run(work: Promise<unknown>): Promise<void> {
      let isOver = false;
      void work.finally(() => {
        isOver = true;
      });
      for (;;) {
        // What runs without sleeping runs first.
        await new Promise<void>((resolve) => setImmediate(resolve));
        if (isOver) return;
        const next = sleepers.shift();
        if (!next) throw new Error('Everybody waits for somebody');
        now = Math.max(now, next.at);
        next.wake();
      }
    },
  };
}
