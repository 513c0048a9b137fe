import type { OwnWords } from '../../relationship/command.ts';
import type { Language } from '../../relationship/language.ts';
import type { Partner, Template } from '../../relationship/partner.ts';
import { ownerOf, type WithInvitation } from '../../relationship/relationship.ts';
import { cleanText } from '../../relationship/values/clean-text.ts';
import { isToken, type Token } from '../../relationship/values/link-token.ts';
import { portalOf } from '../request-words.ts';
import { day, moment, say } from '../words.ts';
import { INVITATION_LINK } from './invitation-link.ts';
import { type Message, messageAround, renderMessage, renderSubject } from './rendering.ts';
import { templateOf } from './template.ts';

/** A message to copy, or to open in a mail program. */
export type PlainMessage = Pick<Message, 'subject' | 'text'>;

type InvitationContext = { readonly relationship: WithInvitation; readonly partner: Partner };

/** The invitation’s message, in the customer’s language and with the partner’s template; it always has the link. */
export function customerMessage(about: InvitationContext & { readonly link: string }): Message {
  const { language } = about.relationship.invitation.terms;
  const values = { ...placeholderValues(about), link: about.link };
  return renderMessage(templateOf(about.partner, language), values, language);
}

/** The invitation’s message with the agent’s own words above and below the link. */
export function changedMessage(
  about: InvitationContext & { readonly link: string },
  words: OwnWords,
): Message {
  const { subject } = customerMessage(about);
  const { language } = about.relationship.invitation.terms;
  return messageAround({ subject, ...words, link: about.link }, language);
}

/** A message that an agent submitted: its link’s token, and its words where the agent changed them. */
export type Returned = { readonly token: Token; readonly words?: OwnWords };

/** Reads the message that an agent submitted; undefined unless the link is in it exactly once. */
export function readLetter(about: InvitationContext, letter: string): Returned | undefined {
  const text = cleanText(letter);
  const [found, ...others] = text.matchAll(INVITATION_LINK);
  const [link, token] = found ?? [];
  if (!found || link === undefined || token === undefined || !isToken(token) || others.length > 0)
    return undefined;
  const written = cleanText(customerMessage({ ...about, link }).text);
  if (text === written) return { token };
  const above = text.slice(0, found.index).trim();
  const below = text.slice(found.index + link.length).trim();
  return { token, words: { above, below } };
}

/** The reminder as a mail, with the link that unsubscribes its reader. */
export function reminderMail(about: InvitationContext, unsubscribeUrl: string): Message {
  const { language } = about.relationship.invitation.terms;
  const { subject, text } = reminderMessage(about);
  const above = `${text}\n\n${say(language, 'reminder.unsubscribe')}`;
  return messageAround({ subject, above, link: unsubscribeUrl, below: '' }, language);
}

/** A reminder of the invitation’s message; it has no link, because the store has only the link’s hash. */
export function reminderMessage(about: InvitationContext): PlainMessage {
  const { partner, relationship } = about;
  const { terms, sentAt, createdAt } = relationship.invitation;
  const { language } = terms;
  const values = placeholderValues(about);
  const subject = renderSubject(templateOf(partner, language).subject, values);
  const sent = day({ language, timeZone: partner.timeZone }, sentAt ?? createdAt);
  return {
    subject: say(language, 'reminder.subject', { subject }),
    text: say(language, 'reminder.body', { ...values, sent, subject }),
  };
}

/** What a preview of a template is made of; `now` begins the example’s invitation. */
export type Example = {
  readonly partner: Partner;
  readonly template: Template;
  readonly language: Language;
  readonly agent: string;
  readonly now: Date;
};

/** The customer’s name in previews, as in Microsoft’s documentation. */
export const EXAMPLE_CUSTOMER = 'Contoso';
const EXAMPLE_CONTACT = 'megan@contoso.com';
const DAY_MS = 86_400_000;

/** A preview of a template’s message; in place of the link it says where the link will be. */
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

function placeholderValues({ relationship: { customer, invitation }, partner }: InvitationContext) {
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

// Windows passes a link to the mail program on a command line, and cuts it at about 2,000 characters.
const LONGEST_MAILTO = 2000;

/** A `mailto:` link that opens the message as a draft; the text is left out where the link would be too long. */
export function mailto({
  to = '',
  subject,
  text,
}: PlainMessage & { readonly to?: string | undefined }): string {
  const address = `mailto:${encodeURIComponent(to).replaceAll('%40', '@')}`;
  const titled = `${address}?subject=${encodeURIComponent(subject)}`;
  const whole = `${titled}&body=${encodeURIComponent(text.replaceAll('\n', '\r\n'))}`;
  return [whole, titled].find((url) => url.length <= LONGEST_MAILTO) ?? address;
}
