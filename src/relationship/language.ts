/**
 * The languages that the bot speaks, each with the locale (BCP 47) in which it writes dates, numbers and names. This is
 * the only list of languages: types, checks and links to other languages follow from it.
 */
export const LANGUAGES = {
  en: { locale: 'en-GB' },
  es: { locale: 'es-ES' },
} as const;

/** A language that the bot speaks, as its ISO 639 code. */
export type Language = keyof typeof LANGUAGES;

/** The code of every language that the bot speaks. */
export const LANGUAGE_CODES = Object.keys(LANGUAGES) as readonly Language[];

/** The language of readers whose own the bot does not speak. */
export const DEFAULT_LANGUAGE: Language = 'en';

/** Whether the text is the code of a language that the bot speaks. */
export function isLanguage(code: string | null | undefined): code is Language {
  return typeof code === 'string' && Object.hasOwn(LANGUAGES, code);
}

/** The language of a locale such as `es-MX`, or undefined when the bot does not speak it. */
export function spokenIn(locale: string): Language | undefined {
  const [code] = locale.trim().toLowerCase().split(/[-_]/);
  return isLanguage(code) ? code : undefined;
}

/** All languages but this one, in the list's order. */
export function otherLanguages(language: Language): readonly Language[] {
  return LANGUAGE_CODES.filter((code) => code !== language);
}
