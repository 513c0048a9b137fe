import { z } from 'zod';
import { isMicrosoftLink } from '../relationship/partner.ts';
import { customerDomain } from '../relationship/values/customer-domain.ts';
import { spokenId } from '../relationship/values/invitation-id.ts';
import { listPlace } from '../relationship/values/list-place.ts';
import { countryCode } from '../words/countries.ts';
import { everyWord, wordsFor } from './lexicon.ts';
import { unpunctuated } from './line/plain-text.ts';

const DAY_UNITS = everyWord(wordsFor(({ dayUnits }) => dayUnits)).join('|');
const DAY_UNIT = new RegExp(`\\s*(?:${DAY_UNITS})$`, 'i');

/** A number of days in one word: `14`, `14d`. */
export const DAYS_WORD = new RegExp(`^\\d{1,4}(?:${DAY_UNITS})?$`, 'i');

/** A number of days in two words: `14 days`. */
export const DAYS_PHRASE = new RegExp(`^\\d{1,4} (?:${DAY_UNITS})$`, 'i');

/** Reads a text as a value of each kind; undefined for a text that is none. */
export const READ = {
  text: (written: string) => written,
  person: (written: string) => `@${written.replace(/^@/, '')}`,
  /** What it names is looked up later. */
  target: (written: string) => idOrDomain(written) ?? written,
  domain: (written: string) => customerDomain(written),
  country: (written: string) => countryCode(written),
  email: (written: string) => emailAddress(written.replace(/^mailto:/i, '')),
  date: (written: string) => calendarDate(written),
  days: (written: string) => wholeNumber(written.replace(DAY_UNIT, '')),
  'day-list': (written: string) => dayList(written),
  /** A string of digits; zeros in front of it stay. */
  number: (written: string) => (/^\d{1,10}$/.test(written) ? written : undefined),
  page: (written: string) => pageNumber(written),
  place: (written: string) => listPlace(written),
  url: (written: string) => (isMicrosoftLink(written) ? new URL(written).href : undefined),
  id: (written: string) => spokenId(written),
};

/** How an argument is written, and which input asks for it. */
export type ArgumentKind = keyof typeof READ;

/** The value of an argument of this kind. */
export type ValueOfKind<Kind extends ArgumentKind> = Exclude<ReturnType<(typeof READ)[Kind]>, undefined>;

// Mail servers know a domain of any script in its ASCII form.
function emailAddress(written: string): string | undefined {
  const at = written.lastIndexOf('@');
  const [user, host] = [written.slice(0, at), written.slice(at + 1)];
  const ascii = /^[ -~]*$/.test(host) ? host : customerDomain(host);
  return z
    .email()
    .max(320)
    .safeParse(`${user}@${ascii ?? ''}`).data;
}

// Punctuation behind an id or a domain belongs to the sentence; behind a name it may belong to the name: `Contoso S.A.`
function idOrDomain(written: string): string | undefined {
  const word = unpunctuated(written);
  return spokenId(word) || customerDomain(word) ? word : undefined;
}

/** A date as `2026-11-23`, read from that or from `23/11/2026`; undefined when there is no such day. */
export function calendarDate(written: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(written) ?? [];
  const iso = day === undefined ? written : `${year}-${month?.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const isReal = z.iso.date().safeParse(iso).success;
  return isReal ? iso : undefined;
}

/** What a submitted form has in place of an empty input that can be removed. */
export const NONE = 'none';

const REMOVING = [NONE, '0', ...everyWord(wordsFor(({ none }) => none))];

/** Whether a value says that a setting is to be removed. */
export const isNone = (written: string): boolean => REMOVING.includes(written.toLowerCase());

const LAST_DAY = 30;
const MOST_DAYS = 5;

// `3,6`
function dayList(written: string): readonly number[] | undefined {
  const texts = written.split(/[\s,;]+/);
  const days = texts.flatMap((text) => wholeNumber(text) ?? []);
  const isSound = texts.length <= MOST_DAYS && days.length === texts.length;
  if (!isSound || days.some((day) => day < 1 || day > LAST_DAY)) return undefined;
  return [...new Set(days)].sort((one, other) => one - other);
}

// The first page, whatever lies before it.
function pageNumber(written: string): number | undefined {
  const page = wholeNumber(written);
  return page === undefined ? undefined : Math.max(1, page);
}

function wholeNumber(written: string): number | undefined {
  return /^\d{1,4}$/.test(written) ? Number(written) : undefined;
}
