import { z } from 'zod';
import { LANGUAGE_CODES } from '../relationship/language.ts';
import { isMicrosoftLink } from '../relationship/partner.ts';
import { LONGEST_REMARK } from '../relationship/rules/questions.ts';
import { customerDomain } from '../relationship/values/customer-domain.ts';
import { countryCode } from '../words/countries.ts';
import type { Argument } from './argument.ts';
import { unpunctuated } from './line/plain-text.ts';

const LONGEST_NAME = 120;
const SPOKEN_ID = /^R-?[0-9A-Z]{3,8}$/i;

/** How each kind of argument is read: its value, or undefined when it cannot be one. */
export const READ: Record<Argument['kind'], (written: string) => string | number | undefined> = {
  text: (written) => written,
  person: (written) => `@${written.replace(/^@/, '')}`,
  target: (written) => keyOf(written) ?? written,
  domain: (written) => customerDomain(written),
  country: (written) => countryCode(written),
  email: (written) => emailAddress(written.replace(/^mailto:/i, '')),
  date: (written) => calendarDate(written),
  days: (written) => wholeNumber(written.replace(/\s*(d|days?|días?|dias?)$/i, '')),
  'day-list': (written) => dayList(written),
  number: (written) => (/^\d{1,10}$/.test(written) ? written : undefined),
  page: (written) => wholeNumber(written),
  url: (written) => (isMicrosoftLink(written) ? new URL(written).href : undefined),
  id: (written) => spokenId(written),
};

// A domain of any script is kept in its ASCII form, in which mail servers know it.
function emailAddress(written: string): string | undefined {
  const at = written.lastIndexOf('@');
  const [user, host] = [written.slice(0, at), written.slice(at + 1)];
  const ascii = /^[ -~]*$/.test(host) ? host : customerDomain(host);
  return z
    .email()
    .max(320)
    .safeParse(`${user}@${ascii ?? ''}`).data;
}

/** `r7k2m`, `R-7K2M`: an invitation's id as it is stored, or undefined. */
export function spokenId(written: string): string | undefined {
  return SPOKEN_ID.test(written) ? `R-${written.toUpperCase().replace(/^R-?/, '')}` : undefined;
}

// What follows an id or a domain is the sentence's; what follows a name may be its own: `Contoso S.A.`
function keyOf(written: string): string | undefined {
  const word = unpunctuated(written);
  return spokenId(word) || customerDomain(word) ? word : undefined;
}

/** A date as `2026-11-23`, or `23/11/2026` as both of our languages write it; undefined for no real day. */
export function calendarDate(written: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(written) ?? [];
  const iso = day === undefined ? written : `${year}-${month?.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const isReal = z.iso.date().safeParse(iso).success;
  return isReal ? iso : undefined;
}

/** How a form writes that what can be taken away was left empty. */
export const NONE = 'none';

const NOTHING = /^(?:none|off|no|ninguno|ninguna|nunca|0)$/i;

/** Whether somebody wrote that there is to be none. */
export const isNone = (written: string): boolean => NOTHING.test(written);

const LAST_DAY = 30;

// `3,6`
function dayList(written: string): string | undefined {
  const days = written.split(/[\s,;]+/).map(wholeNumber);
  const isSound = days.length <= 5 && days.every((day) => day !== undefined && day >= 1 && day <= LAST_DAY);
  return isSound ? [...new Set(days)].sort((one, other) => Number(one) - Number(other)).join(',') : undefined;
}

function wholeNumber(written: string): number | undefined {
  return /^\d{1,4}$/.test(written) ? Number(written) : undefined;
}

// The values have been checked one by one; here they get their types.
const name = z.string().min(1).max(LONGEST_NAME);
const domain = z.string().transform((text, context) => {
  const written = customerDomain(text);
  if (written) return written;
  context.addIssue('not a domain');
  return z.NEVER;
});
// What is to be there no longer has been read as no text at all.
const removable = z.string().transform((text) => (text === '' ? null : text));
const page = z.number().int().min(1).catch(1);
/** The arguments of each command that has some, as types. */
export const asks = {
  setup: z.object({
    name,
    country: z.string(),
    cloud: z.enum(['public', 'usgov']).optional(),
    partnerId: removable.optional(),
    language: z.enum(LANGUAGE_CODES).optional(),
    authority: z.enum(['contact', 'administrator', 'member']).optional(),
    lifeDays: z.number().optional(),
    reminderDays: z
      .string()
      .transform((days) => (days === '' ? [] : days.split(',').map(Number)))
      .optional(),
    link: removable.optional(),
  }),
  invite: z.object({
    name,
    domain,
    country: z.string(),
    cloud: z.enum(['public', 'usgov']).optional(),
    scope: z.enum(['full', 'azure']).default('full'),
    contact: z.string().optional(),
    buys: z.enum(['other-partner', 'direct', 'unknown']).default('unknown'),
    lifeDays: z.number().optional(),
    language: z.enum(LANGUAGE_CODES).optional(),
    reference: z.string().max(60).optional(),
  }),
  add: z.object({
    name,
    domain,
    country: z.string(),
    cloud: z.enum(['public', 'usgov']).optional(),
  }),
  share: z.object({ id: z.string(), way: z.enum(['chat', 'mail']).optional() }),
  extend: z.object({ id: z.string(), days: z.number() }),
  handover: z.object({ from: z.string().max(200), to: z.string().max(200) }),
  template: z.object({
    language: z.enum(LANGUAGE_CODES).optional(),
    action: z.enum(['save', 'preview', 'reset']).optional(),
    subject: z.string().optional(),
    body: z.string().optional(),
  }),
  language: z.object({ language: z.enum(LANGUAGE_CODES) }),
  report: z.object({ days: z.number().int().min(1).max(366).default(30) }),
  list: z.object({
    filter: z.enum(['all', 'open', 'accepted', 'declined', 'expired']).default('all'),
    mine: z.enum(['mine', 'everyone']).default('everyone'),
    page,
  }),
  check: z.object({ domain }),
  customers: z.object({ text: z.string().optional(), page }),
  history: z.object({ target: z.string(), page }),
  agreement: z.object({
    target: z.string(),
    agreement: z.enum(['signed', 'attested']),
    name: name.optional(),
    email: z.string().optional(),
    date: z.iso.date().optional(),
  }),
  access: z.object({ target: z.string(), access: z.enum(['requested', 'granted', 'removed']) }),
  role: z.object({ person: z.string().max(200), role: z.enum(['admin', 'sales', 'helpdesk', 'none']) }),
  reply: z.object({ id: z.string(), text: z.string().max(LONGEST_REMARK) }),
  revoke: z.object({ id: z.string(), reason: z.string().optional() }),
};
