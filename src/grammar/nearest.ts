import { distance } from 'fastest-levenshtein';
import { COMMANDS, type CommandName } from './commands/table.ts';
import { everyWord } from './lexicon.ts';
import { fold } from './line/plain-text.ts';

const FARTHEST = 2;
const MOST = 3;
// Anything is near a word of two letters.
const SHORTEST = 3;

/** The commands whose verbs look most like this word, best first; none when nothing is near. */
export function nearest(word: string): readonly CommandName[] {
  if (word.length < SHORTEST) return [];
  return COMMANDS.map(([name, { words }]) => ({ name, far: farness(word, everyWord(words)) }))
    .filter(({ far }) => far <= FARTHEST)
    .sort((one, other) => one.far - other.far)
    .slice(0, MOST)
    .map(({ name }) => name);
}

// One letter of a short verb may be wrong, two of a long one; letters in the wrong order are one slip.
function farness(word: string, verbs: readonly string[]): number {
  const distances = verbs.map((verb) => {
    const folded = fold(verb);
    const far = letters(word) === letters(folded) ? 1 : distance(fold(word), folded);
    return far <= Math.max(1, Math.floor(verb.length / 3)) ? far : Number.POSITIVE_INFINITY;
  });
  return Math.min(...distances);
}

const letters = (word: string): string => [...word].sort().join('');
