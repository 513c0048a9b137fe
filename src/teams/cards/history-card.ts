import type { RelationshipAttempt, RuleCode } from '../../relationship/attempt.ts';
import type { Event } from '../../relationship/event.ts';
import type { Relationship } from '../../relationship/relationship.ts';
import { historyRow, type Named, namedIn } from '../../words/history-words.ts';
import { moment, type Reader, say } from '../../words/words.ts';
import { actions, type Card, fill } from './card.ts';
import { type Paged, pageNote, pageTurns } from './pages.ts';

// Twenty-five long reasons would not fit a card; the living card of an invitation shows its own whole.
const LONGEST_DETAIL = 80;

/** What happened to a relationship, or what somebody tried to make of it and was refused. */
export type Happened =
  | { readonly type: 'event'; readonly event: Event }
  | {
      readonly type: 'refused';
      readonly at: Date;
      readonly by: Named;
      readonly command: RelationshipAttempt;
      readonly code: RuleCode;
    };

/** One page of what happened, the newest first. */
export type Told = Paged & { readonly rows: readonly Happened[] };

/** Everything that happened with a customer, and what was refused: when, who, what. */
export function historyCard(relationship: Relationship, told: Told, reader: Reader): Card {
  const { language } = reader;
  const values = { customer: relationship.customer.name };
  return fill('history', {
    language,
    title: say(language, 'history.title'),
    summary: say(language, 'history.summary', values),
    customer: relationship.customer.name,
    note: pageNote(told, reader),
    rows: told.rows.map((one) =>
      one.type === 'event' ? shortRow(one.event, reader) : refusedRow(one, reader),
    ),
    actions: actions(pageTurns(told, reader)),
  });
}

/** One event: when, what, who. */
export function shortRow(event: Event, reader: Reader) {
  return historyRow(event, reader, LONGEST_DETAIL);
}

function refusedRow({ at, by, command, code }: Extract<Happened, { type: 'refused' }>, reader: Reader) {
  const { language } = reader;
  const attempt = say(language, `attempt.${command}`);
  const reason = say(language, `refused.${code}`);
  const what = say(language, 'history.refused', { attempt, reason });
  return { at: moment(reader, at), what, who: namedIn(by, reader) };
}
