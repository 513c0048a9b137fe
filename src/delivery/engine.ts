import { setTimeout as sleep } from 'node:timers/promises';
import type { LaneDocument, LaneKind } from '../store/deliveries/documents.ts';
import { claimLane, type HeldLane, type LeaseParts, StaleLeaseError } from './lane-lease.ts';
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
  let isStarted = false;

  function wake(lanes: readonly string[]): void {
    if (isStopping) return;
    for (const lane of lanes) pools[lane.startsWith('mail:') ? 'mail' : 'teams'].offer(lane);
  }

  async function look(): Promise<void> {
    while (!isStopping) {
      await parts.traffic.keepTime().catch(() => undefined);
      await Promise.all([pools.teams.look(), pools.mail.look()]);
      await sleep(LOOK_MS, undefined, { ref: false });
    }
  }

  return {
    start(): void {
      if (!isStarted) void look();
      isStarted = true;
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

const MOST_OFFERED = 1000;
const MOST_TIMERS = 1000;
const LONGEST_TIMER_MS = 60_000;

type Pool = {
  readonly kind: LaneKind;
  readonly working: WorkParts;
  readonly parts: EngineParts;
  readonly timers: ReturnType<typeof createTimers>;
};

// Lanes of one kind, of which so many are worked in at once.
function createPool(kind: LaneKind, working: WorkParts, parts: EngineParts) {
  const { lanes } = parts;
  const running = new Map<symbol, Promise<void>>();
  const offered = new Set<string>();
  const pool: Pool = { kind, working, parts, timers: createTimers((lane) => offer(lane)) };
  const hasRoom = (): boolean => running.size < AT_ONCE[kind] && !working.isStopping();

  function offer(lane: string): void {
    // What is not remembered here is found by the next look.
    if (offered.size < MOST_OFFERED) offered.add(lane);
    pump();
  }

  function pump(): void {
    for (const lane of offered) {
      if (!hasRoom()) return;
      offered.delete(lane);
      void begin(() => lanes.claim(lane));
    }
  }

  // True when there was a lane to claim.
  function begin(claim: () => Promise<LaneDocument | null>): Promise<boolean> {
    const key = Symbol(kind);
    const claimed = claimLane(claim, parts);
    const work = workInClaimed(claimed, pool).finally(() => {
      const wasFull = !hasRoom();
      running.delete(key);
      pump();
      if (wasFull) void look();
    });
    running.set(key, work);
    return claimed.then(Boolean, () => false);
  }

  // Takes lanes that have work until there is none or no room for one more.
  const look = alone(async () => {
    while (hasRoom() && (await begin(() => lanes.claimAny(kind))));
  });

  const ended = async (): Promise<void> => {
    pool.timers.clear();
    while (running.size > 0) await Promise.all(running.values());
  };
  return { offer, look, ended };
}

async function workInClaimed(claimed: Promise<HeldLane | undefined>, pool: Pool): Promise<void> {
  try {
    const lane = await claimed;
    if (lane) await inLane(lane, pool);
  } catch (err) {
    const { log } = pool.parts;
    if (err instanceof StaleLeaseError) log.info('A lane was taken over by another process');
    else log.warn({ err }, 'A lane could not be worked in');
  }
}

async function inLane(lane: HeldLane, { working, parts, timers }: Pool): Promise<void> {
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

// Does nothing while it is at work already.
function alone(work: () => Promise<void>): () => Promise<void> {
  let isAtWork = false;
  return async () => {
    if (isAtWork) return;
    isAtWork = true;
    await work().finally(() => {
      isAtWork = false;
    });
  };
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
