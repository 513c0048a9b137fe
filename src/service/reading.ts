import type { Event } from '../relationship/event.ts';
import type { HistoryEntry } from '../relationship/history-entry.ts';
import type { Partner } from '../relationship/partner.ts';
import { type Report, summarise } from '../relationship/report.ts';
import type { Found } from '../store/documents.ts';
import type { History } from '../store/relationships/history.ts';
import type { CustomerFilter, ListFilter } from '../store/relationships/listing.ts';
import type { Outcomes } from '../store/relationships/outcomes.ts';
import type { Page, Slice } from '../store/relationships/pages.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { Target, Targets } from './targets.ts';

/** What reading needs. */
export type ReadingParts = {
  readonly attempts: Attempts;
  readonly targets: Targets;
  readonly queries: RelationshipQueries;
  readonly history: History;
  readonly outcomes: Outcomes;
};

/** Which invitations an agent wants to see. */
export type ListWish = Slice & { readonly filter: ListFilter; readonly isMine: boolean };

/** Which customers an agent wants to see; a text finds them in the order of what is found. */
export type CustomersWish = Slice & { readonly text?: string | undefined; readonly state?: CustomerFilter };

/**
 * The outcomes of the last `days` days' invitations, and the invitations that have waited for an answer for at least
 * `staleDays` days.
 */
export type ReportFigures = {
  readonly days: number;
  readonly report: Report;
  readonly stale: readonly Found[];
  readonly staleDays: number;
};

const STALE_DAYS = 3;
const MOST_STALE = 8;

/** Reads relationships for the partner's people. Every function except `recent` needs a role that may read (S1). */
export function createReading(parts: ReadingParts) {
  const { attempts, targets, queries, history } = parts;
  const look = <T>(caller: ReadingCaller, work: () => Promise<T>) => attempts.look('read', caller, work);

  return {
    /** The relationship that an agent means; a Refusal when the partner has none like it. */
    relationship: (caller: ReadingCaller, target: Target): Promise<Found> =>
      look(caller, () => targets.find(target, caller.partner)),

    /** The newest events of a relationship, the oldest of them first; the caller has read the relationship before. */
    recent: (
      { partnerId, relationshipId }: Pick<Found, 'partnerId' | 'relationshipId'>,
      most: number,
    ): Promise<readonly Event[]> => history.recent(partnerId, relationshipId, most),

    /** One page of the events and refused attempts of a relationship, the newest first. */
    history: (
      caller: ReadingCaller,
      { partnerId, relationshipId }: Found,
      slice: Slice,
    ): Promise<Page<HistoryEntry>> => look(caller, () => history.page(partnerId, relationshipId, slice)),

    /** One page of the invitations, the latest change first. */
    list: (caller: ReadingCaller, { filter, isMine, ...slice }: ListWish): Promise<Page<Found>> =>
      look(caller, () => {
        const by = isMine ? caller.agent.objectId : undefined;
        return queries.list(caller.partner.id, { filter, by, ...slice });
      }),

    /** One page of the customers, the latest change first (S9). */
    customers: (
      caller: ReadingCaller,
      { text, state = 'all', ...slice }: CustomersWish,
    ): Promise<Page<Found>> =>
      look(caller, () => queries.customers(caller.partner.id, { text, state, ...slice })),

    /** The report on the invitations of the last `days` days. */
    report: (caller: ReadingCaller, days: number): Promise<ReportFigures> =>
      look(caller, () => reportOf(parts, caller.partner, days)),
  };
}

type ReadingCaller = Pick<AgentCaller, 'agent' | 'partner'>;

async function reportOf(
  { outcomes, queries }: ReadingParts,
  { id }: Partner,
  days: number,
): Promise<ReportFigures> {
  const [gone, stale] = await Promise.all([
    outcomes.ofLast(id, days),
    queries.waiting(id, STALE_DAYS, MOST_STALE),
  ]);
  return { days, report: summarise(gone), stale, staleDays: STALE_DAYS };
}
