import type { Log } from '../log.ts';
import type { Lanes, Unsaved } from '../store/deliveries/lanes.ts';
import type { Paces } from '../store/deliveries/paces.ts';
import type { Ledger } from './ledger.ts';

/** What noting calls needs. `held`: the lanes that this process holds, whose calls it writes with the lane itself. */
export type CallNoteParts = {
  readonly lanes: Pick<Lanes, 'note'>;
  readonly paces: Pick<Paces, 'note'>;
  readonly ledger: Ledger;
  readonly held: ReadonlySet<string>;
  readonly intervalMs: number;
  readonly log: Log;
};

const FLUSH_MS = 200;

type TenantCalls = { calls: number; blockedMs?: number };

/** Tells the database of the answers to people: one write for all answers of at most 200 ms. */
export function createCallNotes(parts: CallNoteParts) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let tenants = new Map<string, TenantCalls>();

  const tenantOf = (id: string): TenantCalls => {
    const tenant = tenants.get(id) ?? { calls: 0 };
    tenants.set(id, tenant);
    return tenant;
  };

  function flush(): Promise<void> {
    timer = undefined;
    const taken = tenants;
    tenants = new Map();
    running = running.then(() => write(taken, parts));
    return running;
  }

  function soon(): void {
    timer ??= setTimeout(() => void flush(), FLUSH_MS).unref();
  }

  return {
    /** There is something to write. */
    soon,

    /** An answer went out for this tenant. */
    answered(tenantId: string): void {
      tenantOf(tenantId).calls += 1;
      soon();
    },

    /** Teams wants no call for this tenant for so long. */
    blocked(tenantId: string, ms: number): void {
      tenantOf(tenantId).blockedMs = ms;
      soon();
    },

    /** Writes what has not been written. */
    stop(): Promise<void> {
      clearTimeout(timer);
      return flush();
    },
  };
}

/** Tells the database of calls. */
export type CallNotes = ReturnType<typeof createCallNotes>;

async function write(tenants: ReadonlyMap<string, TenantCalls>, parts: CallNoteParts): Promise<void> {
  const { lanes, paces, ledger, held, intervalMs, log } = parts;
  const warn = (err: unknown) => log.warn({ err }, 'The calls to Teams could not be noted');
  const roots = ledger.unsaved().filter((root) => !held.has(root));
  const unsaved = new Map<string, Unsaved>(roots.map((root) => [root, ledger.takeUnsaved(root)]));
  try {
    await lanes.note(unsaved);
  } catch (err) {
    for (const [root, one] of unsaved) ledger.restore(root, one);
    warn(err);
  }
  for (const [id, { calls, blockedMs }] of tenants)
    await paces.note(id, calls, intervalMs, blockedMs).catch(warn);
}
