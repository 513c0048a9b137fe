import type { Mailing } from '../relationship/relationship.ts';
import { moment, type Reader, say } from './words.ts';

/** The state of the mail with the link, in one line. */
export function mailingLine(mailing: Mailing, reader: Reader): string {
  const { language } = reader;
  const values = { to: mailing.to, at: moment(reader, mailing.at) };
  switch (mailing.status) {
    case 'queued':
      return say(language, 'mailing.queued', values);
    case 'sent':
      return say(language, mailing.isUnsubscribed ? 'mailing.unsubscribed' : 'mailing.sent', values);
    case 'failed':
      return say(language, `mailing.${mailing.failure}`, values);
  }
}
