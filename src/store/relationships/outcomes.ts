import type { EventType } from '../../relationship/event.ts';
import type { InvitationOutcome } from '../../relationship/report.ts';
import type { Mongo } from '../mongo.ts';

const DAY_MS = 86_400_000;
const ENDS: Partial<Record<EventType, InvitationOutcome['end']>> = {
  'invitation-accepted': 'accepted',
  'invitation-declined': 'declined',
  'invitation-expired': 'expired',
  'invitation-revoked': 'withdrawn',
  'invitation-superseded': 'withdrawn',
};
const SENT: readonly EventType[] = ['invitation-shared', 'invitation-viewed'];
const ANSWERED: readonly EventType[] = ['invitation-accepted', 'invitation-declined'];

/** Reads the outcomes of invitations from their events. */
export function createOutcomes({ events }: Pick<Mongo, 'events'>) {
  return {
    /** The outcomes of this partner's invitations that were first sent in the last `days` days of the database's clock. */
    async ofLast(partnerId: string, days: number): Promise<readonly InvitationOutcome[]> {
      const types = [...SENT, ...Object.keys(ENDS)] as EventType[];
      const since = { $subtract: ['$$NOW', days * DAY_MS] };
      const found = events.aggregate<InvitationOutcome>([
        {
          $match: {
            partnerId,
            'what.type': 'event',
            'event.type': { $in: types },
            $expr: { $gte: ['$event.at', since] },
          },
        },
        { $sort: { 'event.at': 1 } },
        {
          $group: {
            _id: '$event.invitationId',
            first: { $first: '$event.type' },
            sentAt: { $min: when(SENT) },
            viewedAt: { $min: when(['invitation-viewed']) },
            answeredAt: { $min: when(ANSWERED) },
            last: { $last: '$event.type' },
          },
        },
        // An invitation whose first event in this time is its end was sent earlier.
        { $match: { first: { $in: SENT } } },
        { $project: { _id: 0, sentAt: 1, viewedAt: 1, answeredAt: 1, end: lastEnd() } },
      ]);
      return found.toArray();
    },
  };
}

/** The outcomes of invitations, as the rest of the program reads them. */
export type Outcomes = ReturnType<typeof createOutcomes>;

function when(types: readonly EventType[]) {
  return { $cond: [{ $in: ['$event.type', types] }, '$event.at', null] };
}

function lastEnd() {
  const branches = Object.entries(ENDS).map(([type, end]) => ({
    case: { $eq: ['$last', type] },
    // biome-ignore lint/suspicious/noThenProperty: `then` is MongoDB's word in $switch; this object is never awaited
    then: end,
  }));
  return { $switch: { branches, default: null } };
}
