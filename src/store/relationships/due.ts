import type { Found, RelationshipDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { found, type RelationshipQuery, type Relationships } from './pages.ts';
import type { Schedule } from './schedule.ts';

/** What the clock does with open invitations; `plan`: it finds out when it has to do the others. */
export type ClockTask = 'expire' | 'remind' | 'escalate' | 'plan';

/** A relationship with which the clock has something to do; `now`: the database's time when it was read. */
export type Due = {
  readonly relationshipId: string;
  readonly now: Date;
  /** Throws for a document that this program cannot read. */
  readonly read: () => Found;
};

/** Finds what the clock has to do, each task from an index of its own, and keeps when it has to be done. */
export function createDueRelationships({ relationships }: Pick<Mongo, 'relationships'>) {
  return { ...createFinding(relationships), ...createKeeping(relationships) };
}

function createFinding(relationships: Relationships) {
  const find = async (query: RelationshipQuery, sort: Sort, limit: number): Promise<readonly Due[]> => {
    const read = await relationships
      .aggregate<Read>([
        { $match: query },
        { $sort: sort },
        { $limit: limit },
        { $replaceWith: { document: '$$ROOT', now: '$$NOW' } },
      ])
      .toArray();
    return read.map(({ document, now }) => {
      return { relationshipId: document._id, now, read: () => found(document) };
    });
  };

  return {
    /**
     * The invitations that have expired by the database's clock, but have no expiry event yet; the oldest first. Those
     * that were passed over come last, and only once they are to be tried again.
     */
    async toExpire(limit: number): Promise<readonly Due[]> {
      const first = await find({ ...OVER, 'passedOver.until': null }, OLDEST_EXPIRY, limit);
      const again = { ...OVER, 'passedOver.until': { $type: 'date' }, $expr: AGAIN } as RelationshipQuery;
      return first.length === limit ? first : [...first, ...(await find(again, RETRIED_FIRST, RETRIES))];
    },

    /** The invitations of which the clock may have to remind by now; the longest due first. */
    toRemind: (limit: number): Promise<readonly Due[]> => find(dueBy('remindAt'), { remindAt: 1 }, limit),

    /** The invitations that nobody may look after by now; the longest due first. */
    toEscalate: (limit: number): Promise<readonly Due[]> =>
      find(dueBy('escalateAt'), { escalateAt: 1 }, limit),

    /** The names of all plans for open invitations of these partners and of those between them in the order of ids. */
    async plans(firstId: string, lastId: string): Promise<readonly string[]> {
      // In this form the server reads one key for each plan. A space ends the id, an exclamation mark comes after it.
      const keys = relationships.aggregate<{ _id: string }>([
        { $match: { plannedFor: { $gte: `${firstId} `, $lt: `${lastId}!` } } },
        { $sort: { plannedFor: 1 } },
        { $group: { _id: '$plannedFor' } },
      ]);
      return keys.map(({ _id }) => _id).toArray();
    },

    /** Relationships that were planned for this plan. */
    plannedFor: (plannedFor: string, limit: number): Promise<readonly Due[]> =>
      find({ plannedFor }, { plannedFor: 1 }, limit),
  };
}

function createKeeping(relationships: Relationships) {
  return {
    /** Keeps the schedule, unless the relationship has changed since it was read. */
    async schedule(relationshipId: string, version: number, schedule: Schedule): Promise<void> {
      const missing = SCHEDULED.filter((field) => schedule[field] === undefined);
      const change = { $set: schedule, $unset: Object.fromEntries(missing.map((field) => [field, ''])) };
      await relationships.updateOne({ _id: relationshipId, version }, change as object);
    },

    /**
     * Keeps a relationship with which a task cannot be done out of the way, for a minute at first and for a day at most.
     * True when that is the first time since the relationship last changed.
     */
    async passOver(relationshipId: string, task: ClockTask): Promise<boolean> {
      const before = await relationships.findOneAndUpdate(
        { _id: relationshipId },
        [{ $set: { passedOver: PASSED_OVER } }, ...POSTPONED[task]],
        { projection: { passedOver: 1 }, returnDocument: 'before' },
      );
      return before !== null && before.passedOver === undefined;
    },
  };
}

/** What the clock has to do, as the rest of the program finds it. */
export type DueRelationships = ReturnType<typeof createDueRelationships>;

type Read = { readonly document: RelationshipDocument; readonly now: Date };
type Sort = Readonly<Record<string, 1>>;

// Of those that were passed over, so many are tried again in one round.
const RETRIES = 10;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MOST_DOUBLED = 11;

const SCHEDULED = ['remindAt', 'escalateAt', 'plannedFor'] as const;
const OLDEST_EXPIRY = { 'passedOver.until': 1, 'state.invitation.expiresAt': 1 } as const;
const RETRIED_FIRST = { 'passedOver.until': 1 } as const;

const OVER = {
  'state.status': 'invited',
  $expr: { $lte: ['$state.invitation.expiresAt', '$$NOW'] },
} as const;
const AGAIN = { $and: [{ $lte: ['$passedOver.until', '$$NOW'] }, OVER.$expr] };

const TIMES = { $ifNull: ['$passedOver.times', 0] };
const DELAY_MS = {
  $min: [DAY_MS, { $multiply: [MINUTE_MS, { $pow: [2, { $min: [TIMES, MOST_DOUBLED] }] }] }],
};
const PASSED_OVER = { until: { $add: ['$$NOW', DELAY_MS] }, times: { $add: [TIMES, 1] } };
const POSTPONED: Readonly<Record<ClockTask, readonly { readonly $set: object }[]>> = {
  expire: [],
  remind: [{ $set: { remindAt: '$passedOver.until' } }],
  escalate: [{ $set: { escalateAt: '$passedOver.until' } }],
  // It is planned again when it is next changed by a program that can read it.
  plan: [{ $set: { plannedFor: '$$REMOVE' } }],
};

function dueBy(field: 'remindAt' | 'escalateAt'): RelationshipQuery {
  return { [field]: { $type: 'date' }, $expr: { $lte: [`$${field}`, '$$NOW'] } } as RelationshipQuery;
}
