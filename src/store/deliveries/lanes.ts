import type { Filter } from 'mongodb';
import type { Mongo } from '../mongo.ts';
import type { LaneDocument, LaneKind } from './documents.ts';
import { later, NOW_MS } from './expressions.ts';

/** How long one process alone works in a lane; longer than one call to Teams or the mail server may take. */
export const LEASE_MS = 15_000;

const MOST_SENDS = 80;
const NO_TIME = new Date(0);

/** Calls that ended since the last write, in milliseconds of the database's clock. */
export type Sends = readonly number[];

/** What a lane has to learn: calls that ended, and for how many milliseconds Teams wants none. */
export type Unsaved = { readonly sends: Sends; readonly blockedMs?: number };

/** How a holder leaves a lane. `dueMs`: in so many milliseconds there is work again; undefined: nothing waits. */
export type Leaving = { readonly wakes: number; readonly dueMs: number | undefined };

/** Hands lanes to one process at a time. Every write of a holder carries its token: that of an earlier holder is refused. */
export function createLanes({ lanes }: Pick<Mongo, 'lanes'>) {
  const take = takeFrom(lanes);
  return {
    /** Gives lanes work, and creates those that do not exist. */
    async wake(ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return;
      const updates = ids.map((_id) => {
        return { updateOne: { filter: { _id }, update: woken(kindOf(_id)), upsert: true } };
      });
      await lanes.bulkWrite(updates, { ordered: false });
    },

    /** This lane, for 15 seconds, when it has work and nobody holds it. */
    claim: (id: string): Promise<LaneDocument | null> => take({ _id: id }),

    /** Any lane of this kind that has work and that nobody holds: the one that has waited longest. */
    claimAny: (kind: LaneKind): Promise<LaneDocument | null> => take({ kind }),

    /** Another 15 seconds, and the calls that ended; null for a holder whose lane was taken over. */
    renew: (id: string, token: number, unsaved: Unsaved): Promise<LaneDocument | null> =>
      lanes.findOneAndUpdate(
        { _id: id, token },
        [{ $set: { dueAt: later(LEASE_MS), ...noted(unsaved), readAt: '$$NOW' } }],
        { returnDocument: 'after' },
      ),

    /** Gives the lane back; false when work came meanwhile, or another process has taken it over. */
    async leave(id: string, token: number, { wakes, dueMs }: Leaving, unsaved: Unsaved): Promise<boolean> {
      const dueAt = dueMs === undefined ? '$$REMOVE' : later(Math.max(dueMs, unsaved.blockedMs ?? 0));
      const idleAt = dueMs === undefined ? '$$NOW' : '$$REMOVE';
      const { matchedCount } = await lanes.updateOne({ _id: id, token, wakes }, [
        { $set: { isHeld: false, dueAt, idleAt, ...noted(unsaved), readAt: '$$NOW' } },
      ]);
      return matchedCount === 1;
    },

    /** Notes the calls of a lane that nobody has to hold for them: the answers to people. */
    async note(all: ReadonlyMap<string, Unsaved>): Promise<void> {
      if (all.size === 0) return;
      const updates = [...all].map(([_id, unsaved]) => {
        return { updateOne: { filter: { _id }, update: answered(kindOf(_id), unsaved), upsert: true } };
      });
      await lanes.bulkWrite(updates, { ordered: false });
    },
  };
}

// Takes a lane that has work and that nobody holds. A lane without work has no time, which is less than any time.
const takeFrom =
  (lanes: Mongo['lanes']) =>
  (filter: Filter<LaneDocument>): Promise<LaneDocument | null> => {
    const due = { dueAt: { $exists: true }, ...filter, $expr: { $lte: ['$dueAt', '$$NOW'] } };
    // Larger than any earlier token, also of a lane that was forgotten while it was idle.
    const token = { $max: [{ $add: ['$token', 1] }, NOW_MS] };
    const held = { isHeld: true, dueAt: later(LEASE_MS), token, readAt: '$$NOW' };
    return lanes.findOneAndUpdate(due, [{ $set: held }], { sort: { dueAt: 1 }, returnDocument: 'after' });
  };

/** The lanes, as the rest of the program takes and leaves them. */
export type Lanes = ReturnType<typeof createLanes>;

function kindOf(id: string): LaneKind {
  return id.startsWith('mail:') ? 'mail' : 'teams';
}

function known(kind: LaneKind) {
  const isHeld = { $ifNull: ['$isHeld', false] };
  return { kind, isHeld, token: { $ifNull: ['$token', 0] }, readAt: { $ifNull: ['$readAt', '$$NOW'] } };
}

// A holder learns of the work by the counter. A lane that nobody holds is due at once, or when Teams takes calls again.
function woken(kind: LaneKind): object[] {
  const free = { $max: ['$$NOW', { $ifNull: ['$notBefore', NO_TIME] }] };
  const dueAt = { $cond: [{ $ifNull: ['$isHeld', false] }, '$dueAt', free] };
  const wakes = { $add: [{ $ifNull: ['$wakes', 0] }, 1] };
  return [{ $set: { ...known(kind), wakes, dueAt, idleAt: '$$REMOVE' } }];
}

function answered(kind: LaneKind, unsaved: Unsaved): object[] {
  const idleAt = { $cond: [{ $eq: [{ $type: '$dueAt' }, 'missing'] }, '$$NOW', '$$REMOVE'] };
  const wakes = { $ifNull: ['$wakes', 0] };
  return [{ $set: { ...known(kind), wakes, idleAt, ...noted(unsaved) } }];
}

function noted({ sends, blockedMs }: Unsaved) {
  const longer = { $max: ['$notBefore', later(blockedMs ?? 0)] };
  const notBefore = blockedMs === undefined ? {} : { notBefore: longer };
  if (sends.length === 0) return notBefore;
  const all = { $concatArrays: [{ $ifNull: ['$sends', []] }, [...sends]] };
  return { ...notBefore, sends: { $slice: [all, -MOST_SENDS] }, minutes: counted(sends) };
}

const MINUTE_MS = 60_000;
const MOST_MINUTES = 61;

// A minute that is over for more than an hour goes.
function counted(sends: Sends) {
  const minutes = new Map<number, number>();
  for (const at of sends) {
    const minute = Math.floor(at / MINUTE_MS);
    minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
  }
  const added = [...minutes].map(([minute, count]) => {
    const before = { $ifNull: [`$minutes.${minute}`, 0] };
    return [String(minute), { $add: [before, count] }] as const;
  });
  const oldest = Math.max(...minutes.keys()) - MOST_MINUTES;
  const young = { $gte: [{ $toLong: '$$this.k' }, oldest] };
  const all = { $objectToArray: { $mergeObjects: ['$minutes', Object.fromEntries(added)] } };
  return { $arrayToObject: { $filter: { input: all, cond: young } } };
}
