import type { LaneDocument } from '../store/deliveries/documents.ts';
import type { Unsaved } from '../store/deliveries/lanes.ts';
import type { DatabaseClock, Time } from './time.ts';
import { earliestCall, type Limits, MINUTE_MS } from './windows.ts';

type Entry = {
  ends: number[];
  pending: number;
  minutes: Readonly<Record<string, number>>;
  unsaved: number[];
  blockedUntil: number;
  /** Milliseconds of a Retry-After that the lane's document does not know yet. */
  unsavedBlock: number | undefined;
};

const MOST_ENTRIES = 5000;
const LONGEST_WINDOW_MS = 60_000;
const SKEW_MS = 1000;

/** The calls of this process to each conversation's root, with what it has learned of the calls of others. */
export function createLedger(clock: DatabaseClock, time: Time) {
  const entries = new Map<string, Entry>();

  const entryOf = (root: string): Entry => {
    const entry = entries.get(root) ?? emptyEntry();
    if (!entries.has(root) && entries.size >= MOST_ENTRIES) forgetIdle(entries);
    entries.set(root, entry);
    return entry;
  };

  return {
    ...createUnsaved(entries, entryOf),

    /** What the lane's document says of the calls of all processes. */
    learn({ _id, sends = [], minutes = {}, notBefore, readAt }: LaneDocument): void {
      const entry = entryOf(_id);
      // A process that did not know the database's time yet may have noted calls of the future.
      const past = young(sends, clock.early()).filter((at) => at <= clock.late() + SKEW_MS);
      entry.ends = [...new Set([...entry.ends, ...past])].sort(byTime);
      entry.minutes = upTo(minutes, clock.late() + SKEW_MS);
      const blockedMs = notBefore ? notBefore.getTime() - readAt.getTime() : 0;
      entry.blockedUntil = Math.max(entry.blockedUntil, time.now() + blockedMs);
    },

    /** In how many milliseconds one more call is within the limits and outside any Retry-After; 0: now. */
    freeIn(root: string, limits: Limits): number {
      const entry = entryOf(root);
      const now = clock.early();
      return Math.max(entry.blockedUntil - time.now(), earliestCall(entry, limits, now) - now, 0);
    },

    /** How many calls ended in the last minute, at least. */
    inLastMinute: (root: string): number => young(entryOf(root).ends, clock.early()).length,

    /** A call begins; the function is to be called once it has ended. `retryAfterMs`: Teams wants no other so long. */
    begin(root: string) {
      const entry = entryOf(root);
      entry.pending += 1;
      return (retryAfterMs = 0): void => {
        end(entry, clock.late());
        if (retryAfterMs === 0) return;
        entry.blockedUntil = Math.max(entry.blockedUntil, time.now() + retryAfterMs);
        entry.unsavedBlock = Math.max(entry.unsavedBlock ?? 0, retryAfterMs);
      };
    },
  };
}

/** The calls to each conversation. */
export type Ledger = ReturnType<typeof createLedger>;

function upTo(minutes: Readonly<Record<string, number>>, now: number) {
  return Object.fromEntries(Object.entries(minutes).filter(([minute]) => Number(minute) * MINUTE_MS <= now));
}

const byTime = (one: number, other: number): number => one - other;

function young(ends: readonly number[], now: number): number[] {
  return ends.filter((at) => at > now - LONGEST_WINDOW_MS);
}

// The map keeps the order of insertion: the oldest that is of no use any more goes.
function forgetIdle(entries: Map<string, Entry>): void {
  for (const [root, { pending, unsaved, unsavedBlock }] of entries) {
    if (pending > 0 || unsaved.length > 0 || unsavedBlock !== undefined) continue;
    entries.delete(root);
    return;
  }
}

function createUnsaved(entries: ReadonlyMap<string, Entry>, entryOf: (root: string) => Entry) {
  return {
    /** Takes what is to be written; `restore` is for a write that failed. */
    takeUnsaved(root: string): Unsaved {
      const entry = entryOf(root);
      const { unsavedBlock: blockedMs } = entry;
      entry.unsavedBlock = undefined;
      return { sends: entry.unsaved.splice(0), ...(blockedMs === undefined ? {} : { blockedMs }) };
    },

    restore(root: string, { sends, blockedMs }: Unsaved): void {
      const entry = entryOf(root);
      entry.unsaved.push(...sends);
      entry.unsavedBlock ??= blockedMs;
    },

    /** The conversations with something to write. */
    unsaved: (): readonly string[] =>
      [...entries]
        .filter(([, { unsaved, unsavedBlock }]) => unsaved.length > 0 || unsavedBlock !== undefined)
        .map(([root]) => root),
  };
}

function emptyEntry(): Entry {
  return { ends: [], pending: 0, minutes: {}, unsaved: [], blockedUntil: 0, unsavedBlock: undefined };
}

function end(entry: Entry, now: number): void {
  // Two calls never have the same end, so that a call that comes back from the database is recognised.
  const at = now + Math.random() / 1000;
  entry.pending -= 1;
  entry.ends = [...young(entry.ends, at), at].sort(byTime);
  entry.unsaved.push(at);
}
