import { type Event, type EventType, invitationOf } from '../relationship/event.ts';
import type { NamedActor } from '../relationship/people.ts';
import { cut } from '../relationship/values/clean-text.ts';
import { moment, type Reader, say } from './words.ts';

/** One event of a history: when, what and who. Its detail is cut after `longestDetail` characters. */
export function historyRow(event: Event, reader: Reader, longestDetail = Number.POSITIVE_INFINITY) {
  const detail = cut(detailOf(event, reader), longestDetail);
  const text = say(reader.language, `history.${event.type}`, { id: invitationOf(event) ?? '' });
  const what = detail === '' ? text : `${text} (${detail})`;
  return { at: moment(reader, event.at), what, who: namedIn(event.by, reader) };
}

/** The person's name; the clock goes by the bot's name. */
export function namedIn(by: NamedActor, { language }: Reader): string {
  return by.kind === 'clock' ? say(language, 'history.clock') : by.name;
}

// What every event has. An event that has more says in the table below what a history tells of it.
type Plain = 'type' | 'at' | 'by' | 'invitationId';
type Telling = {
  readonly [T in EventType]: Exclude<keyof Extract<Event, { readonly type: T }>, Plain> extends never
    ? never
    : T;
}[EventType];
type DetailOf<T extends EventType> = (event: Extract<Event, { readonly type: T }>, reader: Reader) => string;

const noDetail = (): string => '';
const reasonGiven = ({ reason = '' }: { readonly reason?: string }): string => reason;
const wordsWritten = ({ text }: { readonly text: string }): string => text;

// What a history tells of an event beside its name; '' where the name tells all.
const DETAILS: { readonly [T in Telling]: DetailOf<T> } = {
  'invitation-drafted': noDetail,
  'invitation-shared': ({ way }, { language }) => say(language, `share-way.${way}`),
  'invitation-mail-queued': noDetail,
  'invitation-mail-failed': noDetail,
  'invitation-reminded': ({ day }, { language }) =>
    day === undefined ? '' : say(language, 'history.day', { day }),
  'invitation-extended': ({ expiresAt }, reader) => moment(reader, expiresAt),
  'invitation-handed-over': ({ to }) => to.name,
  'invitation-escalated': ({ owner }) => owner.name,
  'invitation-accepted': ({ proof }, { language }) => say(language, `proof.${proof}`),
  'invitation-declined': reasonGiven,
  'invitation-revoked': reasonGiven,
  'question-asked': wordsWritten,
  'question-answered': wordsWritten,
  'reply-mailed': noDetail,
  'reply-mail-failed': noDetail,
  'abuse-reported': reasonGiven,
  'customer-added': noDetail,
  'agreement-recorded': ({ attestation }) => (attestation ? `${attestation.name}, ${attestation.email}` : ''),
  'access-recorded': ({ access }, { language }) => say(language, `access.${access}`),
};

// The table pairs every event with a function for its type; the compiler cannot see that in a look-up.
function detailOf(event: Event, reader: Reader): string {
  const detail: DetailOf<EventType> | undefined = (
    DETAILS as Partial<Record<EventType, DetailOf<EventType>>>
  )[event.type];
  return detail ? detail(event, reader) : '';
}
