import type { StoredEvent } from './documents.ts';
import type { Mongo } from './mongo.ts';

/** An event whose deliveries wait. */
export type Dispatch = StoredEvent & {
  readonly list: readonly unknown[];
  readonly delivered: readonly string[];
  readonly attempts: number;
};

/** A dispatch as stored. */
export type DispatchDocument = Omit<Dispatch, 'id'> & {
  readonly _id: string;
  readonly at: Date;
  readonly dispatchedAt: Date | null;
  readonly leaseUntil: Date;
  readonly leasedBy: string | null;
};

const FREE = new Date(0);
const LEASE_MS = 15_000;

/** Hands out events that are not dispatched yet, each to one holder at a time. */
export function createDispatches({ deliveries }: Mongo, holder: string) {
  const mine = (_id: string) => ({ _id, leasedBy: holder });
  return {
    async add(planned: readonly { event: StoredEvent; deliveries: readonly unknown[] }[]): Promise<void> {
      if (planned.length === 0) return;
      await deliveries.bulkWrite(
        planned.map(({ event: { id, ...event }, deliveries: list }) => {
          const fresh = {
            ...event,
            list,
            at: event.event.at,
            dispatchedAt: null,
            leaseUntil: FREE,
            leasedBy: null,
          };
          const update = { $setOnInsert: { ...fresh, attempts: 0, delivered: [] } };
          return { updateOne: { filter: { _id: id }, update, upsert: true } };
        }),
        { ordered: false },
      );
    },
    async claim(): Promise<Dispatch | undefined> {
      const document = await deliveries.findOneAndUpdate(
        { dispatchedAt: { $type: 'null' }, $expr: { $lte: ['$leaseUntil', '$$NOW'] } },
        [{ $set: { leaseUntil: later(LEASE_MS), leasedBy: holder, attempts: { $add: ['$attempts', 1] } } }],
        { sort: { at: 1, _id: 1 }, returnDocument: 'after' },
      );
      if (!document) return undefined;
      const { _id: id, ...rest } = document;
      return { id, ...rest };
    },
    async markDelivered(id: string, delivery: string): Promise<void> {
      const delivered = { $setUnion: ['$delivered', [{ $literal: delivery }]] };
      await deliveries.updateOne(mine(id), [{ $set: { delivered, leaseUntil: later(LEASE_MS) } }]);
    },
    async markDispatched(id: string): Promise<void> {
      await deliveries.updateOne(mine(id), [
        { $set: { dispatchedAt: '$$NOW', leasedBy: null } },
        { $unset: 'sealed' },
      ]);
    },
    async postpone(id: string, delayMs: number): Promise<void> {
      const attempts = { $subtract: ['$attempts', 1] };
      await deliveries.updateOne(mine(id), [
        { $set: { leaseUntil: later(delayMs), leasedBy: null, attempts } },
      ]);
    },
    async release(id: string, delayMs: number): Promise<void> {
      await deliveries.updateOne(mine(id), [{ $set: { leaseUntil: later(delayMs), leasedBy: null } }]);
    },
  };
}

/** The events that are not dispatched yet. */
export type Dispatches = ReturnType<typeof createDispatches>;

function later(ms: number) {
  return { $add: ['$$NOW', ms] };
}
