import type { Mongo } from '../mongo.ts';
import type { DeliveryDocument } from './documents.ts';
import type { Lanes } from './lanes.ts';

/** What waits in one lane: how much, and since when. */
export type LaneDepth = { readonly lane: string; readonly waiting: number; readonly oldestAt: Date };

/** A parked delivery; `words`: its last outcome. */
export type Parked = {
  readonly id: string;
  readonly lane: string;
  readonly kind: DeliveryDocument['what']['kind'];
  readonly relationshipId: string;
  readonly attempts: number;
  readonly addedAt: Date;
  readonly outcome: FailedOutcome;
  readonly words: string;
};

/** What the last attempt came to; `unknown`: the program ended before it knew. */
export type FailedOutcome = 'later' | 'ambiguous' | 'gone' | 'ours' | 'fault' | 'unknown';

/** A delivery that failed at the last attempt. */
export type Failed = Parked & { readonly isTriedAgain: boolean };

const FAILURES = ['later', 'ambiguous', 'gone', 'ours', 'fault'] as const;
const STATES_OF_FAILED = ['waiting', 'missed'] as const;

/** Shows what waits and what is parked, of one partner, and lets a parked delivery be repeated or given up. */
export function createDeliveryOverview(
  { deliveries }: Pick<Mongo, 'deliveries'>,
  lanes: Pick<Lanes, 'wake'>,
) {
  return {
    /** The deepest lanes first. */
    depths: (partnerId: string, most: number): Promise<readonly LaneDepth[]> =>
      deliveries
        .aggregate<LaneDepth>([
          { $match: { partnerId, state: 'waiting' } },
          { $group: { _id: '$lane', waiting: { $sum: 1 }, oldestAt: { $min: '$addedAt' } } },
          { $sort: { waiting: -1, oldestAt: 1 } },
          { $limit: most },
          { $project: { _id: 0, lane: '$_id', waiting: 1, oldestAt: 1 } },
        ])
        .toArray(),

    /** The oldest first. */
    async parked(partnerId: string, most: number): Promise<readonly Parked[]> {
      const found = await deliveries
        .find({ partnerId, state: 'parked' })
        .sort({ addedAt: 1 })
        .limit(most)
        .toArray();
      return found.map(parkedOf);
    },

    /** What was not delivered at the last attempt and waits for another, or was missed for good: the newest first. */
    async failures(partnerId: string, most: number): Promise<readonly Failed[]> {
      const type = { $in: [...FAILURES] };
      const query = { partnerId, state: { $in: [...STATES_OF_FAILED] }, 'lastOutcome.type': type };
      const found = await deliveries.find(query).sort({ addedAt: -1 }).limit(most).toArray();
      return found.map((one) => ({ ...parkedOf(one), isTriedAgain: one.state === 'waiting' }));
    },

    /** Tries a parked delivery once more, from the beginning; false when there is none like it. */
    async retry(partnerId: string, id: string): Promise<boolean> {
      const again = { state: 'waiting', attempts: 0, isMinimal: false, addedAt: '$$NOW', dueAt: '$$NOW' };
      const found = await deliveries.findOneAndUpdate({ _id: id, partnerId, state: 'parked' }, [
        { $set: again },
      ]);
      if (found) await lanes.wake([found.lane]);
      return found !== null;
    },

    /** Gives a parked delivery up, which then counts as missed; false when there is none like it. */
    async skip(partnerId: string, id: string): Promise<boolean> {
      const { matchedCount } = await deliveries.updateOne({ _id: id, partnerId, state: 'parked' }, [
        { $set: { state: 'missed', 'lastOutcome.type': 'skipped', doneAt: '$$NOW' } },
        { $unset: 'recorded.sealed' },
      ]);
      return matchedCount === 1;
    },
  };
}

/** What waits and what is parked, as the rest of the program sees it. */
export type DeliveryOverview = ReturnType<typeof createDeliveryOverview>;

function parkedOf({ _id: id, what, lastOutcome, ...document }: DeliveryDocument): Parked {
  const { lane, relationshipId, attempts, addedAt } = document;
  const outcome = FAILURES.find((type) => type === lastOutcome?.type) ?? 'unknown';
  const words = lastOutcome?.words ?? '';
  return { id, lane, kind: what.kind, relationshipId, attempts, addedAt, outcome, words };
}
