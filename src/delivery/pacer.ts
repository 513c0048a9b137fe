import type { Grant, PaceRule } from '../store/deliveries/paces.ts';
import { HeldError } from './admission.ts';
import { LATE_MS, TENANT_MOST } from './pace.ts';
import type { Time } from './time.ts';

/** Takes at most so many slots of a tenant. */
export type Reserve = (tenantId: string, most: number) => Promise<Grant>;

/** What a pacer is built from. `rate`: how many times Teams' published limits. */
export type PacerParts = {
  readonly reserve: Reserve;
  readonly time: Time;
  readonly rule: PaceRule;
  readonly rate: number;
};

type Waiting = { readonly go: () => void; readonly fail: (error: unknown) => void };
type Tenant = {
  readonly id: string;
  readonly waiting: Waiting[];
  recent: number[];
  isRunning: boolean;
  blockedUntil: number;
  usedAt: number;
};

const SECOND_MS = 1000;
const LONGEST_QUEUE_MS = 2000;
const MOST_TENANTS = 1000;

/**
 * Lets this process's calls for a tenant go one by one: alerts at the slots that all processes share, answers at once
 * while this process has not used up the tenant's second.
 */
export function createPacer(parts: PacerParts) {
  const { time, rate } = parts;
  const tenants = new Map<string, Tenant>();
  const most = Math.max(2, Math.floor(TENANT_MOST * rate));

  function tenantOf(id: string): Tenant {
    const known = tenants.get(id);
    const tenant = known ?? { id, waiting: [], recent: [], isRunning: false, blockedUntil: 0, usedAt: 0 };
    tenant.usedAt = time.now();
    if (!known) forgetIdle(tenants);
    tenants.set(id, tenant);
    return tenant;
  }

  return {
    /** Resolves when an alert may go now. Rejects with a HeldError while Teams wants no call for this tenant. */
    slot(tenantId: string): Promise<void> {
      const tenant = tenantOf(tenantId);
      const turn = new Promise<void>((go, fail) => void tenant.waiting.push({ go, fail }));
      if (!tenant.isRunning) void run(tenant, most, parts);
      return turn;
    },

    /** In how many milliseconds an answer may go; 0: now. */
    answerIn(tenantId: string): number {
      const tenant = tenantOf(tenantId);
      return Math.max(0, tenant.blockedUntil - time.now(), freeIn(tenant, most, time.now()));
    },

    /** An answer goes now. */
    answered(tenantId: string): void {
      tenantOf(tenantId).recent.push(time.now());
    },

    /** Teams wants no call for this tenant for so long. */
    block(tenantId: string, ms: number): void {
      const tenant = tenantOf(tenantId);
      tenant.blockedUntil = Math.max(tenant.blockedUntil, time.now() + ms);
    },
  };
}

/** Lets the calls for each tenant go one by one. */
export type Pacer = ReturnType<typeof createPacer>;

async function run(tenant: Tenant, most: number, parts: PacerParts): Promise<void> {
  tenant.isRunning = true;
  try {
    while (tenant.waiting.length > 0) await useSlots(tenant, most, parts);
  } catch (error) {
    // The database is away, or Teams wants no call: whoever waits tries again later.
    for (const { fail } of tenant.waiting.splice(0)) fail(error);
  } finally {
    tenant.isRunning = false;
  }
}

async function useSlots(tenant: Tenant, most: number, parts: PacerParts): Promise<void> {
  const { reserve, time, rule } = parts;
  const blockedMs = tenant.blockedUntil - time.now();
  if (blockedMs > 0) throw new HeldError(blockedMs);
  const { now, start, slots } = await reserve(tenant.id, tenant.waiting.length);
  // Further ahead than answers ever take slots: another process has met a Retry-After.
  if (start - now > LONGEST_QUEUE_MS) throw new HeldError(start - now);
  const first = time.now() + start - now;
  if (slots === 0) await time.sleep(start - now - rule.horizonMs + 1);
  for (let at = 0; at < slots; at++) {
    await useSlot(tenant, first + at * rule.intervalMs, most - 1, time);
  }
}

// A slot that is used late would come together with the next ones, of other processes too: it is given up.
async function useSlot(tenant: Tenant, slot: number, most: number, time: Time): Promise<void> {
  await time.sleep(slot - time.now());
  await time.sleep(freeIn(tenant, most, time.now()));
  const now = time.now();
  if (now - slot > LATE_MS || now < tenant.blockedUntil) return;
  const next = tenant.waiting.shift();
  if (!next) return;
  tenant.recent.push(now);
  next.go();
}

function freeIn(tenant: Tenant, most: number, now: number): number {
  tenant.recent = tenant.recent.filter((at) => at > now - SECOND_MS);
  const blocking = tenant.recent.at(-most);
  return blocking === undefined ? 0 : blocking + SECOND_MS - now;
}

function forgetIdle(tenants: Map<string, Tenant>): void {
  if (tenants.size < MOST_TENANTS) return;
  const [idle] = [...tenants.values()].filter((one) => !one.isRunning).sort((a, b) => a.usedAt - b.usedAt);
  if (idle) tenants.delete(idle.id);
}
