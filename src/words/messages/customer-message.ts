import type { OwnWords } from '../../relationship/command.ts';
import type { Language } from '../../relationship/language.ts';
import type { Partner, Template } from '../../relationship/partner.ts';
import { ownerOf, type WithInvitation } from '../../relationship/relationship.ts';
import { cleanText } from '../../relationship/values/clean-text.ts';
import { portalOf } from '../request-words.ts';
import { day, moment, say } from '../words.ts';
import { INVITATION_LINK } from './invitation-link.ts';
import { type Message, messageAround, renderMessage, renderSubject } from './rendering.ts';
import { templateOf } from './template.ts';

/** A message as somebody can copy it or open it in their mail program. */
export type Letter = Pick<Message, 'subject' | 'text'>;

type About = { readonly relationship: WithInvitation; readonly partner: Partner };

/** The message for the customer, in the customer's language and the partner's words; the link is always in it. */
export function customerMessage(about: About & { readonly link: string }): Message {
  const { language } = about.relationship.invitation.terms;
  const values = { ...valuesOf(about), link: about.link };
  return renderMessage(templateOf(about.partner, language), values, language);
}

/** The same message as an agent has changed it; the link stands where it stood. */
export function changedMessage(about: About & { readonly link: string }, words: OwnWords): Message {
  const { subject } = customerMessage(about);
  const { language } = about.relationship.invitation.terms;
  return messageAround({ subject, ...words, link: about.link }, language);
}

/** A message as it came back from an agent: its link's token, and the words if they are not the ones we wrote. */
export type Returned = { readonly token: string; readonly words?: OwnWords };

/** Reads the text that an agent sends back; undefined when the link is not in it just once. */
export function readLetter(about: About, letter: string): Returned | undefined {
  const text = cleanText(letter);
  const [found, ...others] = text.matchAll(INVITATION_LINK);
  const [link, token] = found ?? [];
  if (!found || link === undefined || token === undefined || others.length > 0) return undefined;
  const written = cleanText(customerMessage({ ...about, link }).text);
  if (text === written) return { token };
  const above = text.slice(0, found.index).trim();
  const below = text.slice(found.index + link.length).trim();
  return { token, words: { above, below } };
}

/** The reminder as we mail it, with the link under which its reader can ask for no more of them. */
export function reminderMail(about: About, unsubscribeUrl: string): Message {
  const { language } = about.relationship.invitation.terms;
  const { subject, text } = reminderMessage(about);
  const above = `${text}\n\n${say(language, 'reminder.unsubscribe')}`;
  return messageAround({ subject, above, link: unsubscribeUrl, below: '' }, language);
}

/** Calls the first message to mind; it has no link, because a link is shown only once. */
export function reminderMessage(about: About): Letter {
  const { partner, relationship } = about;
  const { terms, sentAt, createdAt } = relationship.invitation;
  const { language } = terms;
  const values = valuesOf(about);
  const subject = renderSubject(templateOf(partner, language).subject, values);
  const sent = day({ language, timeZone: partner.timeZone }, sentAt ?? createdAt);
  return {
    subject: say(language, 'reminder.subject', { subject }),
    text: say(language, 'reminder.body', { ...values, sent, subject }),
  };
}

/** A text to look at before anybody is invited with it. */
export type Example = {
  readonly partner: Partner;
  readonly template: Template;
  readonly language: Language;
  readonly agent: string;
  readonly now: Date;
};

/** The customer of examples; Microsoft's documentation has no other. */
export const EXAMPLE_CUSTOMER = 'Contoso';
const EXAMPLE_CONTACT = 'megan@contoso.com';
const DAY_MS = 86_400_000;

/** The message as the customer of an example would get it; where the link will stand it says so. */
export function exampleMessage({ partner, template, language, agent, now }: Example): Message {
  const expiresAt = new Date(now.getTime() + partner.lifeDays * DAY_MS);
  const values = {
    link: say(language, 'template.example-link'),
    partner: partner.name,
    customer: EXAMPLE_CUSTOMER,
    agent,
    contact: EXAMPLE_CONTACT,
    expires: moment({ language, timeZone: partner.timeZone }, expiresAt),
    portal: portalOf(partner.cloud, language),
  };
  return renderMessage(template, values, language);
}

function valuesOf({ relationship: { customer, invitation }, partner }: About) {
  const { terms, expiresAt } = invitation;
  const { language } = terms;
  return {
    link: '',
    partner: partner.name,
    customer: customer.name,
    agent: ownerOf(invitation).name,
    contact: terms.contact ?? customer.name,
    expires: moment({ language, timeZone: partner.timeZone }, expiresAt),
    portal: portalOf(customer.cloud, language),
  };
}

// Mail clients on Windows cut a command line of about 2,000 characters.
const LONGEST_MAILTO = 2000;

/** The message as a draft in the reader's own mail program; too long a message is left to be copied. */
export function mailto({ to = '', subject, text }: Letter & { readonly to?: string | undefined }): string {
  const address = `mailto:${encodeURIComponent(to).replaceAll('%40', '@')}`;
  const titled = `${address}?subject=${encodeURIComponent(subject)}`;
  const whole = `${titled}&body=${encodeURIComponent(text.replaceAll('\n', '\r\n'))}`;
  return [whole, titled].find((url) => url.length <= LONGEST_MAILTO) ?? address;
}
