import type { Log } from '../log.ts';

/** How many requests may be under way and waiting, together and of one sender. */
export type AdmissionLimits = {
  readonly places: number;
  readonly waiting: number;
  /** The share of places and of the queue that one tenant or network may take, so that others get in. */
  readonly shareOfOne: number;
  readonly patienceMs: number;
};

/** A request that has a place; it keeps the place until `work` ends, also when nobody waits for it any more. */
export type Admitted<T> = { readonly work: Promise<T> };

/**
 * Begins a request of this sender as soon as there is a place; undefined when there is none for it in time. Then
 * nothing has begun.
 */
export type Admit = <T>(sender: string, work: () => Promise<T>) => Promise<Admitted<T> | undefined>;

/** Turns and pages each have their own, so that strangers at the pages take no place from Teams. */
export const ADMITTED: AdmissionLimits = {
  places: 16,
  waiting: 256,
  shareOfOne: 0.75,
  patienceMs: 3000,
};

type Waiting = { readonly sender: string; readonly enter: (mayEnter: boolean) => void };

const LOG_EVERY_MS = 10_000;

/**
 * Lets a bounded number of requests in at once, so that a rush is answered at the pace at which the database works and
 * does not pile up. The sender with the fewest requests under way is next. `onRefused`: called for
 * each without a place.
 */
export function createAdmission(limits: AdmissionLimits, log: Log, onRefused = () => {}): Admit {
  const underWay = createCounts();
  const queued = createCounts();
  const queue: Waiting[] = [];
  const refused = createRefusalLog(log, onRefused);
  const hasPlace = (sender: string) =>
    underWay.all() < limits.places && underWay.of(sender) < limits.places * limits.shareOfOne;

  const nextIn = (): Waiting | undefined => {
    const able = queue.filter(({ sender }) => hasPlace(sender));
    return able.reduce<Waiting | undefined>(
      (best, one) => (best && underWay.of(best.sender) <= underWay.of(one.sender) ? best : one),
      undefined,
    );
  };

  const wait = (sender: string): Promise<boolean> => {
    const isFull = queue.length >= limits.waiting || queued.of(sender) >= limits.waiting * limits.shareOfOne;
    if (isFull) return Promise.resolve(false);
    queued.add(sender, 1);
    return new Promise((resolve) => {
      const waiting = { sender, enter: (mayEnter: boolean) => leaveQueue(mayEnter) };
      const timer = setTimeout(() => leaveQueue(false), limits.patienceMs);
      const leaveQueue = (mayEnter: boolean) => {
        clearTimeout(timer);
        queue.splice(queue.indexOf(waiting), 1);
        queued.add(sender, -1);
        if (mayEnter) underWay.add(sender, 1);
        resolve(mayEnter);
      };
      queue.push(waiting);
    });
  };

  const begin = <T>(sender: string, work: () => Promise<T>): Admitted<T> => {
    const leave = () => {
      underWay.add(sender, -1);
      nextIn()?.enter(true);
    };
    return { work: work().finally(leave) };
  };

  return async (sender, work) => {
    if (hasPlace(sender)) underWay.add(sender, 1);
    else if (!(await wait(sender))) return refused();
    return begin(sender, work);
  };
}

function createCounts() {
  const counts = new Map<string, number>();
  let total = 0;
  return {
    all: () => total,
    of: (key: string) => counts.get(key) ?? 0,
    add(key: string, change: 1 | -1): void {
      total += change;
      const count = (counts.get(key) ?? 0) + change;
      if (count === 0) counts.delete(key);
      else counts.set(key, count);
    },
  };
}

// A rush would fill the log: how many were turned away is told now and then.
function createRefusalLog(log: Log, onRefused: () => void): () => undefined {
  let count = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  return () => {
    onRefused();
    count += 1;
    if (performance.now() - toldAt < LOG_EVERY_MS) return;
    log.warn({ requests: count }, 'Busy: requests were turned away');
    toldAt = performance.now();
    count = 0;
  };
}
