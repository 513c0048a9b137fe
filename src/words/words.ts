import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type english from '../../cards/en.json';
import {
  DEFAULT_LANGUAGE,
  LANGUAGE_CODES,
  LANGUAGES,
  type Language,
  spokenIn,
} from '../relationship/language.ts';
import { createMemory } from './memory.ts';

/** The name of something that the bot says; each language’s catalogue, such as `cards/en.json`, has its words. */
export type WordKey = keyof typeof english;

/** A reader’s language, time zone (IANA) and, where it is known, the locale (BCP 47) of their dates. */
export type Reader = { readonly language: Language; readonly timeZone: string; readonly locale?: string };

type WordValues = Readonly<Record<string, string | number | boolean>>;

const catalogues = new Map(LANGUAGE_CODES.map((language) => [language, catalogue(language)]));
const formats = new Map<string, IntlMessageFormat>();

/** What the bot says under this key, in this language; the values are inserted as plain text. */
export function say(language: Language, key: WordKey, values: WordValues = {}): string {
  const id = `${language}:${key}`;
  const format = formats.get(id) ?? compile(language, key);
  formats.set(id, format);
  return String(format.format(values));
}

/** The language in which the bot answers a client of this locale; English where it does not speak the client’s. */
export function languageOf(locale = ''): Language {
  return spokenIn(locale) ?? DEFAULT_LANGUAGE;
}

/** A point in time as the reader writes it, with its zone, because people in several zones may see the same card. */
export function moment(reader: Reader, at: Date): string {
  return formatterOf(reader, 'moment').format(at);
}

/** A day as the reader writes it. */
export function day(reader: Reader, at: Date): string {
  return formatterOf(reader, 'day').format(at);
}

const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const;

// A formatter takes 30 times as long to make as to use. A year's readers have fewer locales and zones than these.
const formatters = createMemory<Intl.DateTimeFormat>(200);

function formatterOf(reader: Reader, kind: 'moment' | 'day'): Intl.DateTimeFormat {
  const { language, timeZone, locale = LANGUAGES[language].locale } = reader;
  return formatters(`${kind} ${locale} ${timeZone}`, () => {
    const parts = kind === 'day' ? DAY : momentParts(locale);
    return new Intl.DateTimeFormat(locale, { ...parts, timeZone });
  });
}

function momentParts(locale: string): Intl.DateTimeFormatOptions {
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  return { ...DAY, hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit', timeZoneName: 'short' };
}

/** The client’s locale for dates; undefined when its language is not this one, or the runtime does not know it. */
export function localeOf(written: string | undefined, language: Language): string | undefined {
  if (written === undefined || languageOf(written) !== language || !/^[\w-]{2,35}$/.test(written))
    return undefined;
  return locales(written, () => ({ known: knownLocale(written) })).known;
}

const locales = createMemory<{ readonly known: string | undefined }>(1000);

function knownLocale(written: string): string | undefined {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(written)[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A list in one phrase: “one, two and three”; a disjunction has “or” before the last. */
export function listed(
  language: Language,
  items: readonly string[],
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  return listFormats(`${language} ${type}`, () => {
    return new Intl.ListFormat(LANGUAGES[language].locale, { type });
  }).format(items);
}

const listFormats = createMemory<Intl.ListFormat>(100);

/** Whether the runtime knows this IANA time zone. */
export function isTimeZone(text: string): boolean {
  return timeZones(text, () => isKnownZone(text));
}

const timeZones = createMemory<boolean>(1000);

function isKnownZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function catalogue(language: Language): Readonly<Partial<Record<WordKey, string>>> {
  return JSON.parse(readFileSync(new URL(`../../cards/${language}.json`, import.meta.url), 'utf8'));
}

function compile(language: Language, key: WordKey): IntlMessageFormat {
  const pattern = catalogues.get(language)?.[key];
  if (pattern === undefined) throw new Error(`No words for ${key} in ${language}`);
  // Names of people and companies go through here: nothing in a value is markup.
  return new IntlMessageFormat(pattern, LANGUAGES[language].locale, undefined, { ignoreTag: true });
}
