import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { LaneDocument, LaneKind } from '../store/deliveries/documents.ts';
import { claimLane, type LeaseParts, StaleLeaseError } from './lane-lease.ts';
import { type WorkParts, workIn } from './lane-work.ts';

/** What the engine is built from. `breakOff`: ends the calls to Teams that are under way. */
export type EngineParts = Omit<WorkParts, 'isStopping' | 'wake'> &
  LeaseParts & { readonly breakOff: () => Promise<void> };

const LOOK_MS = 1000;
const STOP_MS = 2000;
// A mail server takes fewer at once, and must not delay the cards.
const AT_ONCE: Readonly<Record<LaneKind, number>> = { teams: 50, mail: 4 };

/**
 * Delivers what waits in the lanes: at once in lanes that are woken here, and in all others that have work, looked for
 * every second. A lane that waits or hangs holds up no other.
 */
export function createEngine(parts: EngineParts) {
  let isStopping = false;
  const working: WorkParts = { ...parts, wake, isStopping: () => isStopping };
  const pools = { teams: createPool('teams', working, parts), mail: createPool('mail', working, parts) };
  let looking: Promise<void> | undefined;

  function wake(lanes: readonly string[]): void {
    if (isStopping) return;
    for (const lane of lanes) pools[lane.startsWith('mail:') ? 'mail' : 'teams'].offer(lane);
  }

  async function look(): Promise<void> {
    while (!isStopping) {
      await Promise.all([pools.teams.look(), pools.mail.look()]);
      await sleep(LOOK_MS, undefined, { ref: false });
    }
  }

  return {
    start(): void {
      looking ??= look();
    },

    /** Tries these lanes at once. */
    wake,

    /** Waits 2 seconds for what is under way and breaks off the rest, which is repeated later. */
    async stop(): Promise<void> {
      isStopping = true;
      const ended = Promise.all([pools.teams.ended(), pools.mail.ended()]);
      await Promise.race([ended, sleep(STOP_MS, undefined, { ref: false })]);
      parts.mail?.close();
      await parts.breakOff();
      await ended;
    },
  };
}

/** Delivers what waits in the lanes. */
export type Engine = ReturnType<typeof createEngine>;

const MOST_OFFERED = 1000;
const MOST_TIMERS = 1000;
const LONGEST_TIMER_MS = 60_000;

// Lanes of one kind, of which so many are worked in at once.
function createPool(kind: LaneKind, working: WorkParts, parts: EngineParts) {
  const { lanes } = parts;
  const running = new Map<symbol, Promise<void>>();
  const offered = new Set<string>();
  const timers = createTimers((lane) => offer(lane));
  let isLooking = false;

  function offer(lane: string): void {
    // What is not remembered here is found by the next look.
    if (offered.size < MOST_OFFERED) offered.add(lane);
    pump();
  }

  function pump(): void {
    for (const lane of offered) {
      if (isFull() || working.isStopping()) return;
      offered.delete(lane);
      begin(() => lanes.claim(lane));
    }
  }

  const isFull = (): boolean => running.size >= AT_ONCE[kind];

  function begin(claim: () => Promise<LaneDocument | null>): Promise<boolean> {
    const key = Symbol(kind);
    const claimed = claimLane(claim, parts);
    const work = claimed
      .then((lane) => lane && inLane(lane))
      .catch((err: unknown) => report(err, parts.log))
      .finally(() => {
        const wasFull = isFull();
        running.delete(key);
        pump();
        if (wasFull) void look();
      });
    running.set(key, work);
    return claimed.then(
      (lane) => lane !== undefined,
      () => false,
    );
  }

  async function inLane(lane: NonNullable<Awaited<ReturnType<typeof claimLane>>>): Promise<void> {
    try {
      const dueMs = await workIn(lane, working);
      if (dueMs !== undefined) timers.set(lane.id, dueMs);
    } catch (error) {
      // Better soon than at the end of the lease.
      if (!(error instanceof StaleLeaseError)) await lane.leave(LOOK_MS).catch(() => false);
      throw error;
    } finally {
      parts.traffic.letGo(lane.id);
    }
  }

  // Takes lanes that have work until there is none or no room for one more.
  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    try {
      while (!isFull() && !working.isStopping() && (await begin(() => lanes.claimAny(kind))));
    } finally {
      isLooking = false;
    }
  }

  return {
    offer,
    look,
    async ended(): Promise<void> {
      timers.clear();
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

function report(err: unknown, log: Log): void {
  if (err instanceof StaleLeaseError) log.info('A lane was taken over by another process');
  else log.warn({ err }, 'A lane could not be worked in');
}

// A lane that waits for its limits or for another try is offered again when it is due.
function createTimers(offer: (lane: string) => void) {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    set(lane: string, ms: number): void {
      if (ms > LONGEST_TIMER_MS || (timers.size >= MOST_TIMERS && !timers.has(lane))) return;
      clearTimeout(timers.get(lane));
      const timer = setTimeout(() => {
        timers.delete(lane);
        offer(lane);
      }, ms + 2);
      timers.set(lane, timer.unref());
    },
    clear(): void {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
