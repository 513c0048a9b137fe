import { WORDS as ENGLISH } from '../../../src/grammar/words/en.ts';
import type { LanguageWords } from '../../../src/grammar/words/language-words.ts';

/** The words of the pseudo-language: the English ones with an `x` in front. */
export const WORDS: LanguageWords = inPseudo(ENGLISH);

function inPseudo<Shape>(words: Shape): Shape {
  const entries = Object.entries(words as object).map(([name, value]) => {
    if (typeof value !== 'string') return [name, inPseudo(value)];
    return [name, name === 'example' ? exampleIn(value) : value.replace(/[\p{L}-]+/gu, 'x$&')];
  });
  return Object.fromEntries(entries);
}

// Verbs, keys and choices are changed; values stay, and so do sentences, which begin at the latest with the fourth
// word.
function exampleIn(line: string): string {
  return line
    .replace(/^\S+/, 'x$&')
    .replace(/ ([a-z-]+):/g, ' x$1:')
    .replace(/(?<=^\S+ (?:\S+ )?)[a-z]+(?= |$)/g, (word) => (word in ENGLISH.choices ? `x${word}` : word));
}
