import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type english from '../../cards/en.json';
import type spanish from '../../cards/es.json';
import type { Language } from '../relationship/partner.ts';

/** The name of something the bot says; the words are in `cards/en.json` and `cards/es.json`. */
export type WordKey = keyof typeof english;

/** Who reads: their language, their time zone (IANA), and how exactly they write dates (BCP 47), where that is known. */
export type Reader = { readonly language: Language; readonly timeZone: string; readonly locale?: string };

type Values = Readonly<Record<string, string | number | boolean>>;

// A key that one language lacks does not compile.
const catalogues: Record<Language, Record<WordKey, string>> = {
  en: catalogue<typeof english>('en'),
  es: catalogue<typeof spanish>('es'),
};
const LOCALES: Record<Language, string> = { en: 'en-GB', es: 'es-ES' };
const formats = new Map<string, IntlMessageFormat>();

/** What the bot says under this key, in this language; the values are inserted as plain text. */
export function say(language: Language, key: WordKey, values: Values = {}): string {
  const id = `${language}:${key}`;
  const format = formats.get(id) ?? compile(language, key);
  formats.set(id, format);
  return String(format.format(values));
}

/** The language of somebody whose client speaks this locale; English unless it is Spanish. */
export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().split(/[-_]/)[0] === 'es' ? 'es' : 'en';
}

/** A point in time as the reader writes it, with the zone, so that a card shared across zones misleads nobody. */
export function moment(reader: Reader, at: Date): string {
  const hour = isTwelveHours(reader) ? 'numeric' : '2-digit';
  return format(reader, { ...DAY, hour, minute: '2-digit', timeZoneName: 'short' }, at);
}

/** A day as the reader writes it. */
export function day(reader: Reader, at: Date): string {
  return format(reader, DAY, at);
}

function isTwelveHours({ language, locale = LOCALES[language] }: Reader): boolean {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hour12 === true;
}

const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const;

function format(reader: Reader, parts: Intl.DateTimeFormatOptions, at: Date): string {
  const { language, timeZone, locale = LOCALES[language] } = reader;
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone }).format(at);
}

/** The locale of a client, if it is one in which the bot's own language is spoken and dates can be written. */
export function localeOf(written: string | undefined, language: Language): string | undefined {
  if (written === undefined || languageOf(written) !== language || !/^[\w-]{2,35}$/.test(written))
    return undefined;
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(written)[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Several things in a row, as the language lists them: “one, two and three”, or with “or”. */
export function listed(
  language: Language,
  items: readonly string[],
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string {
  return new Intl.ListFormat(LOCALES[language], { type }).format(items);
}

/** Whether the runtime knows this IANA time zone. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function catalogue<Words>(language: Language): Words {
  return JSON.parse(readFileSync(new URL(`../../cards/${language}.json`, import.meta.url), 'utf8'));
}

function compile(language: Language, key: WordKey): IntlMessageFormat {
  const pattern = catalogues[language][key];
  if (pattern === undefined) throw new Error(`No words for ${key} in ${language}`);
  // Names of people and companies go through here: nothing in a value is markup.
  return new IntlMessageFormat(pattern, LOCALES[language], undefined, { ignoreTag: true });
}
