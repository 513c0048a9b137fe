import { distance } from 'fastest-levenshtein';
import { COMMANDS, type CommandName } from './commands/table.ts';
import { everyWord } from './lexicon.ts';
import { fold } from './line/plain-text.ts';

const FARTHEST = 2;
const MOST = 3;
// Every word is near a word of two letters.
const SHORTEST = 3;

/** The commands whose verbs are most like this word, at most three, the best first; none when no verb is near. */
export function nearest(word: string): readonly CommandName[] {
  if (word.length < SHORTEST) return [];
  return COMMANDS.map(([name, { words }]) => ({ name, far: farness(word, everyWord(words)) }))
    .filter(({ far }) => far <= FARTHEST)
    .sort((one, other) => one.far - other.far)
    .slice(0, MOST)
    .map(({ name }) => name);
}

// A short verb may have one wrong letter, a long one two; letters in the wrong order count as one.
function farness(word: string, verbs: readonly string[]): number {
  const distances = verbs.map((verb) => {
    const folded = fold(verb);
    const far = letters(word) === letters(folded) ? 1 : distance(fold(word), folded);
    return far <= Math.max(1, Math.floor(verb.length / 3)) ? far : Number.POSITIVE_INFINITY;
  });
  return Math.min(...distances);
}

const letters = (word: string): string => [...word].sort().join('');
