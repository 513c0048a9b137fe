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

/** Tells how invitations went, from the same events that were announced. */
export function createOutcomes({ events }: Pick<Mongo, 'events'>) {
  return {
    /** The course of every invitation of this partner that first went out within so many days, by the database's clock. */
    async ofLast(partnerId: string, days: number): Promise<readonly InvitationOutcome[]> {
      const types = [...SENT, ...Object.keys(ENDS)] as EventType[];
      const since = { $subtract: ['$$NOW', days * DAY_MS] };
      const found = events.aggregate<InvitationOutcome>([
        { $match: { partnerId, 'event.type': { $in: types }, $expr: { $gte: ['$event.at', since] } } },
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
        // Of those whose first event is their end the sending lies before the period.
        { $match: { first: { $in: SENT } } },
        { $project: { _id: 0, sentAt: 1, viewedAt: 1, answeredAt: 1, end: endOf() } },
      ]);
      return found.toArray();
    },
  };
}

/** Tells how invitations went. */
export type Outcomes = ReturnType<typeof createOutcomes>;

function when(types: readonly EventType[]) {
  return { $cond: [{ $in: ['$event.type', types] }, '$event.at', null] };
}

function endOf() {
  const branches = Object.entries(ENDS).map(([type, end]) => ({
    case: { $eq: ['$last', type] },
    // biome-ignore lint/suspicious/noThenProperty: MongoDB's word in $switch; nobody awaits it
    then: end,
  }));
  return { $switch: { branches, default: null } };
}
