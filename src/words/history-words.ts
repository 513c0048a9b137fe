import { type Event, invitationOf } from '../relationship/event.ts';
import type { NamedActor } from '../relationship/people.ts';
import { cut } from '../relationship/values/clean-text.ts';
import { moment, type Reader, say } from './words.ts';

/** One event: when, what, who; what somebody wrote is cut at `longestDetail`. */
export function historyRow(event: Event, reader: Reader, longestDetail = Number.POSITIVE_INFINITY) {
  const detail = cut(detailOf(event, reader), longestDetail);
  const text = say(reader.language, `history.${event.type}`, { id: invitationOf(event) ?? '' });
  const what = detail === '' ? text : `${text} (${detail})`;
  return { at: moment(reader, event.at), what, who: namedIn(event.by, reader) };
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

/** Their name; time itself goes by the bot's. */
export function namedIn(by: NamedActor, { language }: Reader): string {
  return by.kind === 'clock' ? say(language, 'history.clock') : by.name;
}
