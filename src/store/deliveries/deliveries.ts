import type { AnyBulkWriteOperation } from 'mongodb';
import { isDuplicateOf } from '../database-errors.ts';
import type { Mongo } from '../mongo.ts';
import type { CatchingUp, DeliveryDocument, LastOutcome, NewDelivery } from './documents.ts';
import { later } from './expressions.ts';
import type { Lanes } from './lanes.ts';

/** How a delivery goes on after an attempt. */
export type Next =
  | { readonly state: 'done' }
  | { readonly state: 'missed' | 'parked'; readonly lastOutcome: LastOutcome }
  | {
      readonly state: 'waiting';
      readonly delayMs: number;
      readonly lastOutcome: LastOutcome;
      readonly isMinimal?: boolean;
      /** The attempt may have delivered it. */
      readonly isRepeat?: boolean;
      /** False: the attempt does not count, because nothing was wrong with the delivery or its place. */
      readonly isCounted: boolean;
    };

// With the seven days of the index, a place has a month to come back.
const MISSED_FOR_MS = 23 * 24 * 3_600_000;

const FIRST = {
  token: 0,
  attempts: 0,
  isMinimal: false,
  isRepeat: false,
  lastOutcome: null,
  doneAt: null,
  toldAt: null,
};

/** Stores what is to be delivered, and what became of it. */
export function createDeliveries({ deliveries }: Pick<Mongo, 'deliveries'>, lanes: Pick<Lanes, 'wake'>) {
  return {
    ...createMissed({ deliveries }, lanes),

    /**
     * Stores deliveries that do not exist yet, replaces updates that wait, and gives their lanes work. Those of one event
     * are delivered in the order of the list.
     */
    async add(list: readonly (NewDelivery | CatchingUp)[]): Promise<void> {
      if (list.length === 0) return;
      await insertMissing(() =>
        deliveries.bulkWrite(
          list.map((one, step) => asWrite(one, step)),
          { ordered: false },
        ),
      );
      await lanes.wake([...new Set(list.map(({ lane }) => lane))]);
    },

    /** What waits in a lane: the posts before the updates, the oldest first; `rank`: posts (0) or updates (1) alone. */
    waiting: (lane: string, most: number, rank?: 0 | 1): Promise<readonly DeliveryDocument[]> =>
      deliveries
        .find({ lane, state: 'waiting', ...(rank === undefined ? {} : { rank }) })
        .sort({ rank: 1, at: 1, event: 1, step: 1, _id: 1 })
        .limit(most)
        .toArray(),

    /** Notes, before a call, that these are tried now; false for a holder whose lane was taken over. */
    async begin(ids: readonly string[], token: number): Promise<boolean> {
      const tried = { type: 'tried', words: '' } as const;
      const { matchedCount } = await deliveries.updateMany(
        { _id: { $in: [...ids] }, state: 'waiting', token: { $lte: token } },
        { $set: { token, lastOutcome: tried }, $inc: { attempts: 1 } },
      );
      return matchedCount === ids.length;
    },

    /**
     * Records what became of an attempt; nothing when another holder has tried since. An attempt at an update, which can
     * be repeated without harm, is noted here alone.
     */
    async settle({ _id, generation, what }: DeliveryDocument, token: number, next: Next): Promise<void> {
      const isUpdate = what.kind === 'update';
      const mine = { _id, token: isUpdate ? { $lte: token } : token, state: 'waiting' } as const;
      const noted = isUpdate ? [{ $set: { token, attempts: { $add: ['$attempts', 1] } } }] : [];
      await deliveries.updateOne(mine, [...noted, ...settled(next, generation)]);
    },
  };
}

function settled(next: Next, generation: number): object[] {
  if (next.state === 'done') return doneUnlessChanged(generation);
  if (next.state === 'waiting') return waitingAgain(next);
  const { state, lastOutcome } = next;
  const doneAt = state === 'missed' ? { doneAt: later(MISSED_FOR_MS) } : {};
  return [{ $set: { state, lastOutcome: { $literal: lastOutcome }, ...doneAt } }];
}

/** What is to be delivered, as the rest of the program stores and reads it. */
export type Deliveries = ReturnType<typeof createDeliveries>;

function createMissed({ deliveries }: Pick<Mongo, 'deliveries'>, lanes: Pick<Lanes, 'wake'>) {
  return {
    /** The posts that a place has missed and was not told of yet, the newest first. */
    missedIn: (lane: string, most: number): Promise<readonly DeliveryDocument[]> =>
      deliveries.find(untold(lane)).sort({ at: -1 }).limit(most).toArray(),

    countMissed: (lane: string): Promise<number> => deliveries.countDocuments(untold(lane)),

    /** The deliveries with these ids, the oldest first. */
    named: (ids: readonly string[]): Promise<readonly DeliveryDocument[]> =>
      deliveries
        .find({ _id: { $in: [...ids] } })
        .sort({ at: 1, event: 1 })
        .toArray(),

    /** Lets a missed delivery wait again, because its place is there after all. */
    async unmiss(id: string): Promise<void> {
      await deliveries.updateOne({ _id: id, state: 'missed', toldAt: null }, waitingAnew());
    },

    /**
     * The place is back: the cards that stand there are brought up to date, and the newest request comes, because no
     * summary tells of it.
     */
    async revive(lane: string): Promise<void> {
      const missed = { lane, state: 'missed', toldAt: null } as const;
      const newest = { sort: { at: -1 } } as const;
      await deliveries.findOneAndUpdate({ ...missed, 'what.face': 'request' }, waitingAnew(), newest);
      await deliveries.updateMany({ ...missed, rank: 1 }, waitingAnew());
      await lanes.wake([lane]);
    },

    /** Notes that a place was told of all that it had missed. */
    async markTold(lane: string): Promise<void> {
      await deliveries.updateMany({ lane, state: 'missed', toldAt: null, rank: 0 }, [
        { $set: { toldAt: '$$NOW', doneAt: '$$NOW' } },
        { $unset: 'recorded.sealed' },
      ]);
    },
  };
}

function waitingAnew(): object[] {
  const fresh = { attempts: 0, lastOutcome: null, doneAt: null, dueAt: '$$NOW', addedAt: '$$NOW' };
  return [{ $set: { state: 'waiting', ...fresh } }];
}

// A list of alerts tells of alerts alone: a request comes as itself, and other cards are shown on demand.
function untold(lane: string) {
  return { lane, state: 'missed', toldAt: null, 'what.face': 'alert' } as const;
}

// Two relays may insert the same delivery at the same moment.
async function insertMissing(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isDuplicateOf(error, '_id')) throw error;
    await write();
  }
}

function asWrite(one: NewDelivery | CatchingUp, step: number): AnyBulkWriteOperation<DeliveryDocument> {
  const filter = { _id: one.id };
  return one.what.kind === 'update'
    ? { updateOne: { filter, update: replacing(one), upsert: true } }
    : { updateOne: { filter, update: inserting(one, step), upsert: true } };
}

function fieldsOf(one: NewDelivery | CatchingUp) {
  const { lane, what } = one;
  const recorded = 'recorded' in one ? one.recorded : null;
  const { partnerId, relationshipId } = recorded ?? (one as CatchingUp);
  const event = recorded?.id ?? '';
  return { lane, partnerId, relationshipId, what, recorded, event };
}

// As an expression, so that the time of adding is the database's; all else is literal, because texts may begin with `$`.
function inserting(one: NewDelivery | CatchingUp, step: number): object[] {
  const { recorded, ...fields } = fieldsOf(one);
  const literal = {
    ...fields,
    recorded,
    step,
    rank: 0,
    at: recorded?.event.at,
    state: 'waiting',
    generation: 1,
  };
  const stored = { $mergeObjects: [{ $literal: { ...literal, ...FIRST } }, times(), '$$ROOT'] };
  return [{ $replaceWith: stored }];
}

// A newer state replaces the update that waits, and makes one that is under way or done wait once more.
function replacing(one: NewDelivery | CatchingUp): object[] {
  const { recorded, ...fields } = fieldsOf(one);
  const literal = { ...fields, recorded, step: 0, rank: 1, state: 'waiting', ...FIRST };
  const at = recorded ? { $literal: recorded.event.at } : '$$NOW';
  const generation = { $add: [{ $ifNull: ['$generation', 0] }, 1] };
  const token = { $ifNull: ['$token', 0] };
  const fresh = { $mergeObjects: ['$$ROOT', { $literal: literal }, { ...times(), at, generation, token }] };
  // The same event once more, because a relay repeats itself: what it asked for is done or waits already.
  const isKnown = { $and: [{ $ne: ['$event', ''] }, { $eq: ['$event', { $literal: fields.event }] }] };
  return [{ $replaceWith: { $cond: [isKnown, '$$ROOT', fresh] } }];
}

function times() {
  return { addedAt: '$$NOW', dueAt: '$$NOW' };
}

function doneUnlessChanged(generation: number): object[] {
  const isNewest = { $eq: ['$generation', generation] };
  const state = { $cond: [isNewest, 'done', 'waiting'] };
  const doneAt = { $cond: [isNewest, '$$NOW', null] };
  return [{ $set: { state, doneAt, lastOutcome: null } }, { $unset: 'recorded.sealed' }];
}

function waitingAgain({ delayMs, isCounted, ...next }: Extract<Next, { state: 'waiting' }>) {
  const { lastOutcome, isMinimal, isRepeat } = next;
  const attempts = isCounted ? {} : { attempts: { $max: [0, { $subtract: ['$attempts', 1] }] } };
  const minimal = isMinimal === undefined ? {} : { isMinimal };
  const repeat = isRepeat === undefined ? {} : { isRepeat };
  const changed = { lastOutcome: { $literal: lastOutcome }, ...minimal, ...repeat, ...attempts };
  return [{ $set: { dueAt: later(delayMs), ...changed } }];
}
