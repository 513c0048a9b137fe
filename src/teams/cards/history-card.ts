import type { Event } from '../../relationship/event.ts';
import type { HistoryEntry } from '../../relationship/history-entry.ts';
import type { Relationship } from '../../relationship/relationship.ts';
import { historyRow, namedIn } from '../../words/history-words.ts';
import { pageWords } from '../../words/page-words.ts';
import { moment, type Reader, say } from '../../words/words.ts';
import { actions, type Card, fill } from './card.ts';
import { type Paged, pageTurns } from './pages.ts';

// A page of long reasons would not fit into a card; the living card of an invitation shows its own reason uncut.
const LONGEST_DETAIL = 80;

/** One page of a history, the newest entry first. */
export type HistoryShown = Paged & { readonly rows: readonly HistoryEntry[] };

/** The history of a customer, with its events and the refused attempts: when, what, who. */
export function historyCard(relationship: Relationship, told: HistoryShown, reader: Reader): Card {
  const { language } = reader;
  const values = { customer: relationship.customer.name };
  return fill('history', {
    language,
    title: say(language, 'history.title'),
    summary: say(language, 'history.summary', values),
    customer: relationship.customer.name,
    note: pageWords(told, reader),
    rows: told.rows.map((one) =>
      one.type === 'event' ? shortRow(one.event, reader) : refusedRow(one, reader),
    ),
    actions: actions(pageTurns(told, reader)),
  });
}

/** One event: when, what, who. Its detail is cut after 80 characters. */
export function shortRow(event: Event, reader: Reader) {
  return historyRow(event, reader, LONGEST_DETAIL);
}

function refusedRow({ at, by, command, code }: Extract<HistoryEntry, { type: 'refused' }>, reader: Reader) {
  const { language } = reader;
  const attempt = say(language, `attempt.${command}`);
  const reason = say(language, `refused.${code}`);
  const what = say(language, 'history.refused', { attempt, reason });
  return { at: moment(reader, at), what, who: namedIn(by, reader) };
}
