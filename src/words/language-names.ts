import { LANGUAGES, type Language } from '../relationship/language.ts';

/** What a language is called in the reader’s, as inside a sentence: `inglés`. */
export function languageName(reading: Language, language: Language): string {
  return new Intl.DisplayNames(LANGUAGES[reading].locale, { type: 'language' }).of(language) ?? language;
}

/** What a language is called in the reader’s, as a title: `Inglés`. */
export function languageTitle(reading: Language, language: Language): string {
  const [first = '', ...rest] = languageName(reading, language);
  return [first.toLocaleUpperCase(LANGUAGES[reading].locale), ...rest].join('');
}
