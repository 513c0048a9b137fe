import type { Event } from '../../relationship/event.ts';
import type { Relationship } from '../../relationship/relationship.ts';
import { historyRow } from '../../words/history-words.ts';
import { type Reader, say } from '../../words/words.ts';
import { type Card, fill } from './card.ts';

// Twenty-five long reasons would not fit a card; the living card of an invitation shows its own whole.
const LONGEST_DETAIL = 80;

/** What happened, oldest first; `isCut`: not all of it. */
export type Told = { readonly events: readonly Event[]; readonly isCut: boolean };

/** Everything that happened with a customer: when, who, what. */
export function historyCard(relationship: Relationship, { events, isCut }: Told, reader: Reader): Card {
  const { language } = reader;
  const values = { customer: relationship.customer.name };
  return fill('history', {
    language,
    title: say(language, 'history.title'),
    summary: say(language, 'history.summary', values),
    customer: relationship.customer.name,
    note: isCut ? say(language, 'history.cut') : '',
    rows: events.map((event) => shortRow(event, reader)),
  });
}

/** One event: when, what, who. */
export function shortRow(event: Event, reader: Reader) {
  return historyRow(event, reader, LONGEST_DETAIL);
}
