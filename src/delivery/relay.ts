import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Outbox, Pending } from '../store/aggregates/outbox.ts';
import { troubleOf } from '../store/database-errors.ts';

/** What the relay is built from. `follow`: stores what follows from events; doing it again changes nothing. */
export type RelayParts = {
  readonly outbox: Outbox;
  readonly follow: (pending: readonly Pending[]) => Promise<void>;
  readonly log: Log;
};

const LATER = 'The outboxes could not be passed on; they are tried again';
const LOOK_MS = 1000;
const GATHER_MS = 10;
const AT_ONCE = 100;
const PUT_ASIDE_MS = 30_000;

/**
 * Passes on what stands in the outboxes of documents: entries into `events`, and what follows from them into the
 * deliveries. Passing on is idempotent: a process that dies anywhere leaves work that the next one repeats without a
 * trace. What this process has written is passed on at once, and what another left behind within seconds.
 */
export function createRelay(parts: RelayParts) {
  // What fails is found again in its document.
  const own = createQueue((pending) =>
    passAll(pending, parts).catch((err: unknown) => parts.log.warn({ err }, LATER)),
  );
  let movedAt = performance.now();
  let isStopped = false;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    while (!isStopped) {
      try {
        await passAll(await parts.outbox.due(), parts);
        movedAt = performance.now();
      } catch (err) {
        parts.log.warn({ err }, LATER);
      }
      await sleep(LOOK_MS, undefined, { ref: false });
    }
  }

  return {
    /** Begins to pass on, and to look for what other processes left behind. */
    start(): void {
      movedAt = performance.now();
      looking ??= look();
      own.start();
    },

    /** Passes on what this process has written. */
    hand: own.add,

    /** For how many milliseconds the outboxes have not been looked through; 0 before the start. */
    idleMs: (): number => (looking ? performance.now() - movedAt : 0),

    /** Passes on what waits and stops. */
    async stop(): Promise<void> {
      isStopped = true;
      await own.stop();
      await Promise.race([looking, sleep(LOOK_MS, undefined, { ref: false })]);
    },
  };
}

// What this process has written, handed on in batches: while one is under way, the next one gathers.
function createQueue(passOn: (pending: readonly Pending[]) => Promise<void>) {
  let waiting: Pending[] = [];
  let running = Promise.resolve();
  let isRunning = false;
  let isOpen = false;

  async function work(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      // The answer of the turn goes out first, and changes of the same moment are passed on together.
      await sleep(GATHER_MS);
      await passOn(latestOf(waiting.splice(0, AT_ONCE)));
    }
    isRunning = false;
  }

  function run(): void {
    if (isOpen && !isRunning) running = work();
  }

  return {
    add(document: Pending): void {
      waiting.push(document);
      run();
    },
    start(): void {
      isOpen = true;
      run();
    },
    async stop(): Promise<void> {
      await running;
      isOpen = false;
      // Another process, or the next start, finds the rest in the documents.
      waiting = [];
    },
  };
}

async function pass(pending: readonly Pending[], { outbox, follow }: RelayParts): Promise<void> {
  await outbox.store(pending);
  await follow(pending);
  await outbox.clear(pending);
}

// One document that cannot be passed on must not hold up the others. While the database is away, none is at fault.
async function passAll(pending: readonly Pending[], parts: RelayParts): Promise<void> {
  if (pending.length === 0) return;
  try {
    await pass(pending, parts);
  } catch (error) {
    if (troubleOf(error)) throw error;
    for (const one of pending) await passAlone(one, parts);
  }
}

async function passAlone(pending: Pending, parts: RelayParts): Promise<void> {
  try {
    await pass([pending], parts);
  } catch (err) {
    if (troubleOf(err)) throw err;
    parts.log.error(
      { err, document: pending._id },
      'What happened could not be passed on; it is tried again',
    );
    await parts.outbox.postpone(pending, PUT_ASIDE_MS).catch(() => undefined);
  }
}

// Of a document that was written twice, the later state holds the earlier one's entries too.
function latestOf(pending: readonly Pending[]): readonly Pending[] {
  const latest = new Map<string, Pending>();
  for (const one of pending) {
    if (one.version >= (latest.get(one._id)?.version ?? 0)) latest.set(one._id, one);
  }
  return [...latest.values()];
}
