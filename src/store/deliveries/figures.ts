import type { Mongo } from '../mongo.ts';
import type { DeliveryDocument } from './documents.ts';

/** How many deliveries of one kind are in one state, and since when the oldest of them is there. */
export type DepthByKind = {
  readonly kind: DeliveryDocument['what']['kind'];
  readonly state: 'waiting' | 'parked' | 'missed';
  readonly count: number;
  readonly oldestAt: Date;
};

/** How things stand for some partners, by the database's clock. */
export type DeliveryFigures = {
  readonly at: Date;
  readonly depths: readonly DepthByKind[];
  /** For how many milliseconds the oldest delivery has waited; 0 when none waits. */
  readonly queueAgeMs: number;
  /** How many conversations are gone. */
  readonly gone: number;
  /** For how many milliseconds something has waited in an outbox beyond its time; 0 when nothing does. */
  readonly outboxAgeMs: number;
};

/** Whose figures: the ids of partners, and their tenants. */
export type FigureScope = { readonly partnerIds: readonly string[]; readonly tenantIds: readonly string[] };

type FigureParts = Pick<Mongo, 'deliveries' | 'conversations' | 'relationships' | 'partners' | 'clock'>;

/** Counts what waits, for operators; reads indexes only, and never writes. */
export function createDeliveryFigures(parts: FigureParts) {
  return {
    /** All partners, with their tenants and names. */
    async partners(): Promise<readonly FiguredPartner[]> {
      const found = await parts.partners.find({}, { projection: { profile: 1 } }).toArray();
      return found.map(({ _id: id, profile: { name, tenantIds } }) => ({ id, name, tenantIds }));
    },

    async of(scope: FigureScope): Promise<DeliveryFigures> {
      const [at, depths, gone, pendingAt] = await Promise.all([
        parts.clock(),
        depthsOf(scope.partnerIds, parts),
        parts.conversations.countDocuments({
          tenantId: { $in: [...scope.tenantIds] },
          goneAt: { $type: 'date' },
        }),
        oldestPending(parts),
      ]);
      const waiting = depths.filter(({ state }) => state === 'waiting').map(({ oldestAt }) => oldestAt);
      return { at, depths, gone, queueAgeMs: ageOf(waiting, at), outboxAgeMs: ageOf(pendingAt, at) };
    },
  };
}

/** A partner whose figures are shown. */
export type FiguredPartner = {
  readonly id: string;
  readonly name: string;
  readonly tenantIds: readonly string[];
};

/** Counts what waits, as the rest of the program reads it. */
export type DeliveryFiguresReader = ReturnType<typeof createDeliveryFigures>;

async function depthsOf(
  partnerIds: readonly string[],
  { deliveries }: Pick<Mongo, 'deliveries'>,
): Promise<readonly DepthByKind[]> {
  return deliveries
    .aggregate<DepthByKind>([
      {
        $match: { partnerId: { $in: [...partnerIds] }, state: { $in: ['waiting', 'parked', 'missed'] } },
      },
      // What a place was told of, or somebody gave up, is no longer missed.
      { $match: { $or: [{ state: { $ne: 'missed' } }, { toldAt: null, 'lastOutcome.type': 'gone' }] } },
      {
        $group: {
          _id: { kind: '$what.kind', state: '$state' },
          count: { $sum: 1 },
          oldestAt: { $min: '$addedAt' },
        },
      },
      { $project: { _id: 0, kind: '$_id.kind', state: '$_id.state', count: 1, oldestAt: 1 } },
      { $sort: { state: 1, kind: 1 } },
    ])
    .toArray();
}

// The time from which any process may pass an outbox on; its own process does so at once.
async function oldestPending({ relationships, partners }: FigureParts): Promise<readonly Date[]> {
  const options = { projection: { relayAt: 1 }, sort: { relayAt: 1 } } as const;
  const query = { relayAt: { $exists: true } };
  const found = await Promise.all([relationships.findOne(query, options), partners.findOne(query, options)]);
  return found.flatMap((one) => (one?.relayAt ? [one.relayAt] : []));
}

function ageOf(times: readonly Date[], now: Date): number {
  return Math.max(0, ...times.map((at) => now.getTime() - at.getTime()));
}
