import type { Partner } from '../relationship/partner.ts';
import { ownerOf, type WithInvitation } from '../relationship/relationship.ts';
import { day, moment, say } from './words.ts';

/** A message as it goes to the customer. */
export type Letter = { readonly subject: string; readonly body: string };

type About = { readonly relationship: WithInvitation; readonly partner: Partner };

/** The message for the customer, in the customer's language; the link is always in it, on a line of its own. */
export function customerMessage(about: About & { readonly link: string }): Letter {
  const { language } = about.relationship.invitation.terms;
  const values = { ...valuesOf(about), link: about.link };
  return { subject: say(language, 'letter.subject', values), body: say(language, 'letter.body', values) };
}

/** Calls the first message to mind; it has no link, because a link is shown only once. */
export function reminderMessage(about: About): Letter {
  const { invitation } = about.relationship;
  const { terms, sentAt, createdAt } = invitation;
  const { language } = terms;
  const reader = { language, timeZone: about.partner.timeZone };
  const values = { ...valuesOf(about), sent: day(reader, sentAt ?? createdAt) };
  const subject = say(language, 'letter.subject', values);
  return {
    subject: say(language, 'reminder.subject', { subject }),
    body: say(language, 'reminder.body', { ...values, subject }),
  };
}

function valuesOf({ relationship: { customer, invitation }, partner }: About) {
  const { terms, expiresAt } = invitation;
  const { language } = terms;
  return {
    partner: partner.name,
    customer: customer.name,
    agent: ownerOf(invitation).name,
    expires: moment({ language, timeZone: partner.timeZone }, expiresAt),
    portal: say(language, customer.cloud === 'usgov' ? 'portal.usgov' : 'portal.public'),
  };
}

// Mail clients on Windows cut a command line of about 2,000 characters.
const LONGEST_MAILTO = 2000;

/** The message as a draft in the reader's own mail program; too long a message is left to be copied. */
export function mailto(letter: { to: string | undefined; subject: string; body: string }): string {
  const address = `mailto:${encodeURIComponent(letter.to ?? '').replaceAll('%40', '@')}?subject=${encodeURIComponent(letter.subject)}`;
  const whole = `${address}&body=${encodeURIComponent(letter.body.replaceAll('\n', '\r\n'))}`;
  return whole.length <= LONGEST_MAILTO ? whole : address;
}
