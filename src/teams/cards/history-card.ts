import type { Actor } from '../../relationship/command.ts';
import { type Event, invitationOf } from '../../relationship/event.ts';
import type { Relationship } from '../../relationship/relationship.ts';
import { moment, type Reader, say } from '../../words/words.ts';
import { type Card, fill } from './card.ts';

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
    rows: events.map((event) => historyRow(event, reader)),
  });
}

/** One event: when, what, who. */
export function historyRow(event: Event, reader: Reader) {
  return { at: moment(reader, event.at), what: what(event, reader), who: nameOf(event.by, reader) };
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

function nameOf(by: Actor, { language }: Reader): string {
  return by.kind === 'clock' ? say(language, 'history.clock') : by.name;
}
