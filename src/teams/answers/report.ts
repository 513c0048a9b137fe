import type { Request } from '../../grammar/requests.ts';
import { summarise } from '../../relationship/report.ts';
import type { Caller } from '../caller.ts';
import { reportCard } from '../cards/report-card.ts';
import type { Answer, AnswerParts } from './answer.ts';
import { readingPartner } from './lookups.ts';

const STALE_DAYS = 3;
const MOST_STALE = 8;

/** How invitations have gone, and which of them have waited long for an answer. */
export async function report(
  { days }: Extract<Request, { type: 'report' }>,
  caller: Caller,
  { outcomes, queries, now }: AnswerParts,
): Promise<Answer> {
  const { id } = readingPartner(caller);
  const [gone, stale] = await Promise.all([
    outcomes.ofLast(id, days),
    queries.waiting(id, STALE_DAYS, MOST_STALE),
  ]);
  const facts = { days, report: summarise(gone), stale, staleDays: STALE_DAYS };
  return { card: reportCard(facts, caller.reader, now()) };
}
