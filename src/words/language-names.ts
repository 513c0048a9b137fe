import { LANGUAGES, type Language } from '../relationship/language.ts';
import { createMemory } from './memory.ts';

/** What a language is called in the reader’s, as inside a sentence: `inglés`. */
export function languageName(reading: Language, language: Language): string {
  return (
    names(reading, () => {
      return new Intl.DisplayNames(LANGUAGES[reading].locale, { type: 'language' });
    }).of(language) ?? language
  );
}

const names = createMemory<Intl.DisplayNames>(100);

/** What a language is called in the reader’s, as a title: `Inglés`. */
export function languageTitle(reading: Language, language: Language): string {
  const [first = '', ...rest] = languageName(reading, language);
  return [first.toLocaleUpperCase(LANGUAGES[reading].locale), ...rest].join('');
}
