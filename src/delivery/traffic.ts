import type { Log } from '../log.ts';
import type { LaneDocument } from '../store/deliveries/documents.ts';
import type { Lanes, Unsaved } from '../store/deliveries/lanes.ts';
import type { Paces } from '../store/deliveries/paces.ts';
import { rootId } from '../store/documents.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { paceAt } from './pace.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createDatabaseClock, PROCESS_TIME, type Time } from './time.ts';
import { limitsAt } from './windows.ts';

/** Where a call goes; the tenant is absent where an activity does not name it. */
export type CallTarget = { readonly conversationId: string; readonly tenantId?: string | undefined };

/** Leave to make one call; `ended` is to be called with what Teams asks for once the call has ended. */
export type Permit = { readonly ended: (retryAfterMs?: number) => void };

/** Waits until a call to Teams may be made. Throws a `HeldError` where that would take too long. */
export type Admit = (to: CallTarget) => Promise<Permit>;

/** A call was not made: the limits, or a Retry-After of Teams, forbid it for `retryAfterMs`. */
export class HeldError extends Error {
  override readonly name = 'HeldError';
  readonly status = 429;
  readonly code = 'Held';
  readonly retryAfterMs: number;

  constructor(ms: number) {
    super('The limits of Teams forbid this call for now');
    this.retryAfterMs = Math.ceil(ms);
  }
}

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
const FLUSH_MS = 200;
const TENANT_SIGNS = 3;

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
  const limits = limitsAt(rate);
  const signs = createTenantSigns(time);
  const held = new Set<string>();
  const notes = createNotes({ lanes, paces, ledger, held, log, intervalMs: rule.intervalMs });

  function permit(root: string, tenantId: string | undefined): Permit {
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
  }

  return {
    clock,
    limits,

    /** Lets an answer to a person go. */
    async answer({ conversationId, tenantId }: CallTarget): Promise<Permit> {
      const root = rootId(conversationId);
      const until = time.now() + ANSWER_PATIENCE_MS;
      for (;;) {
        const tenants = tenantId === undefined ? 0 : pacer.answerIn(tenantId);
        const wait = Math.max(ledger.freeIn(root, limits.answers), tenants);
        if (wait <= 0) break;
        if (time.now() + wait > until) throw new HeldError(wait);
        await time.sleep(wait);
      }
      if (tenantId !== undefined) {
        pacer.answered(tenantId);
        notes.answered(tenantId);
      }
      return permit(root, tenantId);
    },

    /** Lets the calls of a lane go, under its lease. */
    inLane: (root: string, lease: Lease): Admit => async ({ tenantId = '' }) => {
      await passage(root, tenantId, { ledger, pacer, lease, time, limits: limits.alerts });
      return permit(root, tenantId);
    },

    /** This process holds the lane: it writes the lane's calls itself. */
    hold(lane: LaneDocument): void {
      held.add(lane._id);
      ledger.learn(lane);
    },

    letGo: (root: string): void => void held.delete(root),
    learn: ledger.learn,
    takeUnsaved: ledger.takeUnsaved,
    restore: ledger.restore,
    inLastMinute: ledger.inLastMinute,

    /** In how many milliseconds an alert may go to this conversation. */
    freeIn: (root: string): number => ledger.freeIn(root, limits.alerts),

    /** Writes what has not been written. */
    stop: (): Promise<void> => notes.stop(),
  };
}

/** Keeps the calls to Teams within their limits. */
export type Traffic = ReturnType<typeof createTraffic>;

type Passing = {
  readonly ledger: Ledger;
  readonly pacer: Pacer;
  readonly lease: Lease;
  readonly time: Time;
  readonly limits: ReturnType<typeof limitsAt>['alerts'];
};

// The lease is looked at last, because a process may be stopped for any time while it waits.
async function passage(root: string, tenantId: string, passing: Passing): Promise<void> {
  const { ledger, pacer, lease, time, limits } = passing;
  for (;;) {
    await lease.hold();
    const wait = ledger.freeIn(root, limits);
    if (wait > PATIENCE_MS) throw new HeldError(wait);
    await time.sleep(wait);
    await pacer.slot(tenantId);
    if (lease.covers() && ledger.freeIn(root, limits) <= 0) return;
  }
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

type NoteParts = Pick<TrafficParts, 'lanes' | 'paces' | 'log'> & {
  readonly ledger: Ledger;
  readonly held: ReadonlySet<string>;
  readonly intervalMs: number;
};

// One write for all answers of at most 200 ms.
function createNotes({ lanes, paces, log, ledger, held, intervalMs }: NoteParts) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let tenants = new Map<string, { calls: number; blockedMs?: number }>();

  const tenantOf = (id: string) => {
    const tenant = tenants.get(id) ?? { calls: 0 };
    tenants.set(id, tenant);
    return tenant;
  };

  async function write(): Promise<void> {
    const taken = tenants;
    tenants = new Map();
    const roots = ledger.unsaved().filter((root) => !held.has(root));
    const unsaved = new Map<string, Unsaved>(roots.map((root) => [root, ledger.takeUnsaved(root)]));
    try {
      await lanes.note(unsaved);
    } catch (err) {
      for (const [root, one] of unsaved) ledger.restore(root, one);
      log.warn({ err }, 'The calls to Teams could not be noted');
    }
    for (const [id, { calls, blockedMs }] of taken) {
      await paces
        .note(id, calls, intervalMs, blockedMs)
        .catch((err: unknown) => log.warn({ err }, 'The calls to Teams could not be noted'));
    }
  }

  function flush(): Promise<void> {
    timer = undefined;
    running = running.then(write);
    return running;
  }

  function soon(): void {
    timer ??= setTimeout(() => void flush(), FLUSH_MS).unref();
  }

  return {
    soon,
    answered(tenantId: string): void {
      tenantOf(tenantId).calls += 1;
      soon();
    },
    blocked(tenantId: string, ms: number): void {
      tenantOf(tenantId).blockedMs = ms;
      soon();
    },
    stop(): Promise<void> {
      clearTimeout(timer);
      return flush();
    },
  };
}
