import type { Event } from '../relationship/event.ts';
import type { HistoryEntry } from '../relationship/history-entry.ts';
import type { Partner } from '../relationship/partner.ts';
import { type Report, summarise } from '../relationship/report.ts';
import type { Found } from '../store/documents.ts';
import type { History } from '../store/relationships/history.ts';
import type { CustomerFilter, ListFilter, Page, Slice } from '../store/relationships/lists.ts';
import type { Outcomes } from '../store/relationships/outcomes.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { Target, Targets } from './targets.ts';

/** What looking needs. */
export type ReadingParts = {
  readonly attempts: Attempts;
  readonly targets: Targets;
  readonly queries: RelationshipQueries;
  readonly history: History;
  readonly outcomes: Outcomes;
};

/** Which invitations an agent wants to see. */
export type ListWish = Slice & { readonly filter: ListFilter; readonly isMine: boolean };

/** Which customers an agent wants to see. */
export type CustomersWish = Slice & { readonly text?: string | undefined; readonly state?: CustomerFilter };

/** How invitations went, and which of them have waited for an answer for at least `staleDays`. */
export type Reported = {
  readonly days: number;
  readonly report: Report;
  readonly stale: readonly Found[];
  readonly staleDays: number;
};

const STALE_DAYS = 3;
const MOST_STALE = 8;

/** Shows one of the partner's people what there is; all of it needs a role that may read (S1). */
export function createReading(parts: ReadingParts) {
  const { attempts, targets, queries, history } = parts;
  const look = <T>(caller: Reader, work: () => Promise<T>) => attempts.look('read', caller, work);

  return {
    /** The relationship that an agent means. */
    relationship: (caller: Reader, target: Target): Promise<Found> =>
      look(caller, () => targets.find(target, caller.partner)),

    /** The newest events of a relationship that was looked up before, the oldest of them first. */
    recent: (
      { partnerId, relationshipId }: Pick<Found, 'partnerId' | 'relationshipId'>,
      most: number,
    ): Promise<readonly Event[]> => history.recent(partnerId, relationshipId, most),

    /** Everything that happened and everything that was refused, the newest first. */
    history: (
      caller: Reader,
      { partnerId, relationshipId }: Found,
      slice: Slice,
    ): Promise<Page<HistoryEntry>> => look(caller, () => history.page(partnerId, relationshipId, slice)),

    /** Invitations, the newest first. */
    list: (caller: Reader, { filter, isMine, ...slice }: ListWish): Promise<Page<Found>> =>
      look(caller, () => {
        const by = isMine ? caller.agent.objectId : undefined;
        return queries.list(caller.partner.id, { filter, by, ...slice });
      }),

    /** Customers (S9). */
    customers: (caller: Reader, { text, state = 'all', ...slice }: CustomersWish): Promise<Page<Found>> =>
      look(caller, () => queries.customers(caller.partner.id, { text, state, ...slice })),

    /** How the invitations of the last days went. */
    report: (caller: Reader, days: number): Promise<Reported> =>
      look(caller, () => report(parts, caller.partner, days)),
  };
}

type Reader = Pick<AgentCaller, 'agent' | 'partner'>;

async function report({ outcomes, queries }: ReadingParts, { id }: Partner, days: number): Promise<Reported> {
  const [gone, stale] = await Promise.all([
    outcomes.ofLast(id, days),
    queries.waiting(id, STALE_DAYS, MOST_STALE),
  ]);
  return { days, report: summarise(gone), stale, staleDays: STALE_DAYS };
}
