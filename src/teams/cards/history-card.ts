import type { RelationshipAttempt, RuleCode } from '../../relationship/attempt.ts';
import { type Event, invitationOf } from '../../relationship/event.ts';
import type { Relationship } from '../../relationship/relationship.ts';
import { moment, type Reader, say } from '../../words/words.ts';
import { actions, type Card, fill } from './card.ts';
import { type Paged, pageNote, pageTurns } from './pages.ts';

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

type Named = { readonly kind: 'clock' } | { readonly kind: 'agent' | 'customer'; readonly name: string };

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
      one.type === 'event' ? historyRow(one.event, reader) : refusedRow(one, reader),
    ),
    actions: actions(pageTurns(told, reader)),
  });
}

/** One event: when, what, who. */
export function historyRow(event: Event, reader: Reader) {
  return { at: moment(reader, event.at), what: what(event, reader), who: nameOf(event.by, reader) };
}

function refusedRow({ at, by, command, code }: Extract<Happened, { type: 'refused' }>, reader: Reader) {
  const { language } = reader;
  const attempt = say(language, `attempt.${command}`);
  const reason = say(language, `refused.${code}`);
  const what = say(language, 'history.refused', { attempt, reason });
  return { at: moment(reader, at), what, who: nameOf(by, reader) };
}

function what(event: Event, reader: Reader): string {
  const text = say(reader.language, `history.${event.type}`, { id: invitationOf(event) ?? '' });
  const detail = detailOf(event, reader);
  return detail === '' ? text : `${text} (${short(detail)})`;
}

// Twenty-five long reasons would not fit a card; the living card of an invitation shows its own whole.
function short(detail: string): string {
  return detail.length > LONGEST_DETAIL ? `${detail.slice(0, LONGEST_DETAIL)}…` : detail;
}

function detailOf(event: Event, reader: Reader): string {
  const { language } = reader;
  switch (event.type) {
    case 'invitation-shared':
      return say(language, `share-way.${event.way}`);
    case 'invitation-extended':
      return moment(reader, event.expiresAt);
    case 'invitation-handed-over':
      return event.to.name;
    case 'invitation-reminded':
      return event.day === undefined ? '' : say(language, 'history.day', { day: event.day });
    case 'invitation-accepted':
      return say(language, `proof.${event.proof}`);
    case 'question-asked':
    case 'question-answered':
      return event.text;
    case 'invitation-declined':
    case 'invitation-revoked':
    case 'abuse-reported':
      return event.reason ?? '';
    case 'agreement-recorded':
      return event.attestation ? `${event.attestation.name}, ${event.attestation.email}` : '';
    case 'access-recorded':
      return say(language, `access.${event.access}`);
    default:
      return '';
  }
}

function nameOf(by: Named, { language }: Reader): string {
  return by.kind === 'clock' ? say(language, 'history.clock') : by.name;
}
