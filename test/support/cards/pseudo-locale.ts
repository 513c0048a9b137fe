import type { Plugin } from 'vitest/config';

const ACCENTS: Readonly<Record<string, string>> = {
  ...{ a: 'áá', e: 'éé', i: 'íí', o: 'óó', u: 'úú', c: 'ç', n: 'ñ', s: 'š', y: 'ý', z: 'ž' },
  ...{ A: 'Å', E: 'Ë', I: 'Ï', O: 'Ø', U: 'Ü', C: 'Ç', N: 'Ñ', S: 'Š', Y: 'Ÿ', Z: 'Ž' },
};

/**
 * A message of the catalogue in an invented language: every word is about a third longer and has accents, brackets show
 * both ends. Placeholders and the syntax of plurals stay as they are.
 */
export function pseudoLocalised(message: string): string {
  return `⟦${accented(message)}⟧`;
}

function accented(message: string): string {
  // Braces hold a placeholder, or a plural whose branches are messages themselves.
  return message.replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^{}]+/g, (part) => {
    if (!part.startsWith('{')) return part.replace(/\p{L}/gu, (letter) => ACCENTS[letter] ?? letter);
    return part.replace(
      /(\w+|=\d+) \{((?:[^{}]|\{[^{}]*\})*)\}/g,
      (_, selector: string, branch: string) => `${selector} {${accented(branch)}}`,
    );
  });
}

/**
 * Runs a test project with the English catalogue pseudo-localised. The program is not written for it: this plugin
 * changes the only place where the program reads a catalogue.
 */
export function pseudoLocale(): Plugin {
  return {
    name: 'pseudo-locale',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/src/words/words.ts')) return undefined;
      const changed = code.replace(/return (JSON\.parse\(.*\));/, 'return pseudo($1);');
      if (changed === code) throw new Error('words.ts reads its catalogues in another way now');
      return `${changed}
import { pseudoLocalised } from '../../test/support/cards/pseudo-locale.ts';
function pseudo(words: object): any {
  return Object.fromEntries(Object.entries(words).map(([key, text]) => [key, pseudoLocalised(text)]));
}`;
    },
  };
}
