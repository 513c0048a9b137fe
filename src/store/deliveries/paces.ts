import type { Mongo } from '../mongo.ts';
import type { PaceDocument } from './documents.ts';
import { NOW_MS } from './expressions.ts';

/** How slots are handed out: one each `intervalMs`, none further ahead than `horizonMs`. */
export type PaceRule = { readonly intervalMs: number; readonly horizonMs: number };

/** Slots of a tenant: `slots` of them from `start` on; 0: ask again at `start`. Times are the database's milliseconds. */
export type Grant = PaceDocument['grant'];

// No tenant: its id is no GUID.
const CLOCK = 'clock';

/** Shares the slots of each tenant between all processes. */
export function createPaces({ paces }: Pick<Mongo, 'paces'>) {
  return {
    /** The database's time. */
    now: () => databaseTime(paces),

    /** Takes at most so many slots of a tenant; the same rule as `reserve` in `delivery/pace`. */
    async reserve(tenantId: string, most: number, { intervalMs, horizonMs }: PaceRule): Promise<Grant> {
      const start = { $max: ['$nextAt', '$notBefore', '$$now'] };
      const room = {
        $floor: { $divide: [{ $subtract: [{ $add: ['$$now', horizonMs] }, '$$start'] }, intervalMs] },
      };
      const slots = { $max: [0, { $min: [most, { $add: [room, 1] }] }] };
      const grant = {
        $let: {
          vars: { now: NOW_MS },
          in: {
            $let: {
              vars: { start },
              in: {
                $let: { vars: { slots }, in: { now: '$$now', start: '$$start', slots: '$$slots' } },
              },
            },
          },
        },
      };
      const document = await paces.findOneAndUpdate(
        { _id: tenantId },
        [
          { $set: { nextAt: { $ifNull: ['$nextAt', 0] }, notBefore: { $ifNull: ['$notBefore', 0] } } },
          { $set: { grant, usedAt: '$$NOW' } },
          {
            $set: {
              nextAt: {
                $cond: [
                  { $gt: ['$grant.slots', 0] },
                  { $add: ['$grant.start', { $multiply: ['$grant.slots', intervalMs] }] },
                  '$nextAt',
                ],
              },
            },
          },
        ],
        { upsert: true, returnDocument: 'after' },
      );
      if (!document) throw new Error('A pace that was just written is not there');
      const { now, start: from, slots: count } = document.grant;
      return { now: Number(now), start: Number(from), slots: Number(count) };
    },

    /** Takes slots for calls that were made already: the answers to people. `blockedMs`: Teams wants no call so long. */
    async note(tenantId: string, calls: number, intervalMs: number, blockedMs?: number): Promise<void> {
      const from = { $max: [{ $ifNull: ['$nextAt', 0] }, NOW_MS] };
      const until =
        blockedMs === undefined ? {} : { notBefore: { $max: ['$notBefore', { $add: [NOW_MS, blockedMs] }] } };
      const nextAt = calls === 0 ? { $ifNull: ['$nextAt', 0] } : { $add: [from, calls * intervalMs] };
      await paces.updateOne({ _id: tenantId }, [{ $set: { nextAt, ...until, usedAt: '$$NOW' } }], {
        upsert: true,
      });
    },
  };
}

async function databaseTime(paces: Mongo['paces']): Promise<Date> {
  const update = [{ $set: { nextAt: 0, notBefore: 0, usedAt: '$$NOW' } }];
  const options = { upsert: true, returnDocument: 'after' } as const;
  const document = await paces.findOneAndUpdate({ _id: CLOCK }, update, options);
  if (!document) throw new Error('The time that was just written is not there');
  return document.usedAt;
}

/** The slots of the tenants, as the rest of the program takes them. */
export type Paces = ReturnType<typeof createPaces>;
