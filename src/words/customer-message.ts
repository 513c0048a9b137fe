import type { Partner } from '../relationship/partner.ts';
import type { Relationship } from '../relationship/relationship.ts';
import { moment, say } from './words.ts';

/** The message for the customer, in the customer's language; the link is always in it, on a line of its own. */
export function customerMessage(about: { relationship: Relationship; partner: Partner; link: string }) {
  const { relationship, partner, link } = about;
  const { terms, createdBy, expiresAt } = relationship.invitation;
  const { language } = terms;
  const values = {
    partner: partner.name,
    customer: relationship.customer.name,
    agent: createdBy.name,
    expires: moment({ language, timeZone: partner.timeZone }, expiresAt),
    portal: say(language, relationship.customer.cloud === 'usgov' ? 'portal.usgov' : 'portal.public'),
    link,
  };
  return { subject: say(language, 'letter.subject', values), body: say(language, 'letter.body', values) };
}

// Mail clients on Windows cut a command line of about 2,000 characters.
const LONGEST_MAILTO = 2000;

/** The message as a draft in the reader's own mail program; too long a message is left to be copied. */
export function mailto(letter: { to: string | undefined; subject: string; body: string }): string {
  const address = `mailto:${encodeURIComponent(letter.to ?? '').replaceAll('%40', '@')}?subject=${encodeURIComponent(letter.subject)}`;
  const whole = `${address}&body=${encodeURIComponent(letter.body.replaceAll('\n', '\r\n'))}`;
  return whole.length <= LONGEST_MAILTO ? whole : address;
}
