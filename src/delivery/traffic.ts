import type { Log } from '../log.ts';
import type { LaneDocument } from '../store/deliveries/documents.ts';
import type { Lanes } from '../store/deliveries/lanes.ts';
import type { Paces } from '../store/deliveries/paces.ts';
import { rootId } from '../store/documents.ts';
import { type Admit, type CallTarget, HeldError, type Permit } from './admission.ts';
import { type CallNotes, createCallNotes } from './call-notes.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { paceAt } from './pace.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createDatabaseClock, type DatabaseClock, PROCESS_TIME, type Time } from './time.ts';
import { type Limits, limitsAt } from './windows.ts';

/** A hold on a lane, as long as it lasts. */
export type Lease = {
  /** Renews the lease where it would not outlast a call; throws once another process has taken the lane over. */
  readonly hold: () => Promise<void>;
  /** Whether it outlasts a call that begins now. */
  readonly covers: () => boolean;
};

/** What traffic is built from. `rate`: how many times Microsoft's published limits. */
export type TrafficParts = {
  readonly lanes: Pick<Lanes, 'note'>;
  readonly paces: Paces;
  readonly rate: number;
  readonly log: Log;
  readonly time?: Time;
};

/** How long a lane waits for its limits while it is held; longer waits give the lane back. */
export const PATIENCE_MS = 250;

const ANSWER_PATIENCE_MS = 4000;
const TENANT_SIGNS = 3;
const KEEP_TIME_MS = 60_000;

/**
 * Keeps the calls of this process to Teams within the limits that all processes share. Answers to people come first:
 * they wait for nothing but what this process knows, and the database learns of them within 200 ms.
 */
export function createTraffic({ lanes, paces, rate, log, time = PROCESS_TIME }: TrafficParts) {
  const clock = createDatabaseClock(time);
  const ledger = createLedger(clock, time);
  const rule = paceAt(rate);
  const reserve = (tenantId: string, most: number) => paces.reserve(tenantId, most, rule);
  const pacer = createPacer({ reserve, time, rule, rate });
  const { answers, alerts } = limitsAt(rate);
  const held = new Set<string>();
  const notes = createCallNotes({ lanes, paces, ledger, held, log, intervalMs: rule.intervalMs });
  const permit = createPermits({ ledger, pacer, notes, time });
  const { learn, takeUnsaved, restore, inLastMinute } = ledger;

  return {
    ...{ clock, learn, takeUnsaved, restore, inLastMinute },
    ...createHolding(held, ledger, notes),

    /** Lets an answer to a person go. */
    async answer({ conversationId, tenantId }: CallTarget): Promise<Permit> {
      const root = rootId(conversationId);
      await answerPassage(root, tenantId, { ledger, pacer, time, limits: answers });
      if (tenantId !== undefined) notes.answered(tenantId);
      return permit(root, tenantId);
    },

    /** Lets the calls of a lane go, under its lease. */
    inLane:
      (root: string, lease: Lease): Admit =>
      async ({ tenantId = '' }) => {
        await lanePassage(root, tenantId, { ledger, pacer, time, limits: alerts, lease });
        return permit(root, tenantId);
      },

    /** Asks the database for its time, at most once a minute; before the first time, this process knows only its own. */
    keepTime: createTimeKeeper({ clock, paces, time }),

    /** In how many milliseconds an alert may go to this conversation. */
    freeIn: (root: string): number => ledger.freeIn(root, alerts),

    /** Writes what has not been written. */
    stop: (): Promise<void> => notes.stop(),
  };
}

/** Keeps the calls to Teams within their limits. */
export type Traffic = ReturnType<typeof createTraffic>;

function createHolding(held: Set<string>, { learn }: Ledger, notes: CallNotes) {
  return {
    /** This process holds the lane: it writes the lane's calls itself. */
    hold(lane: LaneDocument): void {
      held.add(lane._id);
      learn(lane);
    },

    letGo(root: string): void {
      held.delete(root);
      notes.soon();
    },
  };
}

type TimeParts = {
  readonly clock: DatabaseClock;
  readonly paces: Pick<Paces, 'now'>;
  readonly time: Time;
};

function createTimeKeeper({ clock, paces, time }: TimeParts) {
  let keptAt = Number.NEGATIVE_INFINITY;
  return async (): Promise<void> => {
    const asked = time.now();
    if (asked - keptAt < KEEP_TIME_MS) return;
    clock.learn(await paces.now(), asked);
    keptAt = asked;
  };
}

type Passing = {
  readonly ledger: Ledger;
  readonly pacer: Pacer;
  readonly time: Time;
  readonly limits: Limits;
};

async function answerPassage(
  root: string,
  tenantId: string | undefined,
  { ledger, pacer, time, limits }: Passing,
): Promise<void> {
  const until = time.now() + ANSWER_PATIENCE_MS;
  for (;;) {
    const tenants = tenantId === undefined ? 0 : pacer.answerIn(tenantId);
    const wait = Math.max(ledger.freeIn(root, limits), tenants);
    if (wait <= 0) break;
    if (time.now() + wait > until) throw new HeldError(wait);
    await time.sleep(wait);
  }
  if (tenantId !== undefined) pacer.answered(tenantId);
}

// The lease is looked at last, because a process may be stopped for any time while it waits.
async function lanePassage(
  root: string,
  tenantId: string,
  { ledger, pacer, lease, time, limits }: Passing & { readonly lease: Lease },
): Promise<void> {
  for (;;) {
    await lease.hold();
    const wait = ledger.freeIn(root, limits);
    if (wait > PATIENCE_MS) throw new HeldError(wait);
    await time.sleep(wait);
    await pacer.slot(tenantId);
    if (lease.covers() && ledger.freeIn(root, limits) <= 0) return;
  }
}

type PermitParts = Omit<Passing, 'limits'> & { readonly notes: CallNotes };

// Leave for calls, whose ends are noted.
function createPermits({ ledger, pacer, notes, time }: PermitParts) {
  const signs = createTenantSigns(time);
  return (root: string, tenantId: string | undefined): Permit => {
    const end = ledger.begin(root);
    return {
      ended(retryAfterMs) {
        end(retryAfterMs);
        notes.soon();
        if (retryAfterMs === undefined || tenantId === undefined) return;
        if (!signs.isTenants(tenantId, root, retryAfterMs)) return;
        pacer.block(tenantId, retryAfterMs);
        notes.blocked(tenantId, retryAfterMs);
      },
    };
  };
}

// Teams does not say whose limit a 429 is. Three conversations at once that may not be written to: it is the tenant's.
function createTenantSigns({ now }: Time) {
  const blocked = new Map<string, Map<string, number>>();
  return {
    isTenants(tenantId: string, root: string, ms: number): boolean {
      const roots = new Map([...(blocked.get(tenantId) ?? [])].filter(([, until]) => until > now()));
      roots.set(root, now() + ms);
      blocked.set(tenantId, roots);
      return roots.size >= TENANT_SIGNS;
    },
  };
}
