import type { Plugin } from 'vitest/config';

/** The code of the language that these tests add. */
export const PSEUDO_LANGUAGE = 'eo';

/**
 * Runs a test project with one more language: one entry in the list of languages, one file of words and one catalogue.
 * Nothing else of the program is changed.
 */
export function pseudoLanguage(): Plugin {
  return {
    name: 'pseudo-language',
    enforce: 'pre',
    transform(code, id) {
      if (id.endsWith('/src/relationship/language.ts')) return withEntry(code);
      if (id.endsWith('/src/grammar/lexicon.ts')) return withWords(code);
      return id.endsWith('/src/words/words.ts') ? withCatalogue(code) : undefined;
    },
  };
}

function withEntry(code: string): string {
  const entry = `${PSEUDO_LANGUAGE}: { locale: '${PSEUDO_LANGUAGE}' },`;
  return changed(code, /(export const LANGUAGES = \{[^;]*)(\} as const;)/, `$1${entry}$2`);
}

// Vite resolves a computed import only to files that exist, and the new language has no file there.
function withWords(code: string): string {
  const words = "import('../../test/support/cards/pseudo-words.ts')";
  return changed(code, /await (import\(`.*`\))/, `await (language === '${PSEUDO_LANGUAGE}' ? ${words} : $1)`);
}

// The catalogue is the English one, pseudo-localised, as if it were a file of its own.
function withCatalogue(code: string): string {
  const reading = changed(code, /return (JSON\.parse\(.*\));/, 'return catalogueIn(language) ?? $1;');
  return `${reading}
import { catalogueIn } from '../../test/support/cards/pseudo-catalogue.ts';`;
}

function changed(code: string, pattern: RegExp, replacement: string): string {
  const result = code.replace(pattern, replacement);
  if (result === code) throw new Error(`Nothing in the source is like ${pattern} any more`);
  return result;
}
