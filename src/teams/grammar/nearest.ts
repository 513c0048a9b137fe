import { distance } from 'fastest-levenshtein';
import { COMMANDS, type CommandName } from './grammar.ts';
import { fold } from './tokenise.ts';

const FARTHEST = 2;
const MOST = 3;
// Anything is near a word of two letters.
const SHORTEST = 3;

/** The commands whose verbs look most like this word, best first; none when nothing is near. */
export function nearest(word: string): readonly CommandName[] {
  if (word.length < SHORTEST) return [];
  return COMMANDS.map(([name, { words }]) => ({ name, far: farness(word, [...words.en, ...words.es]) }))
    .filter(({ far }) => far <= FARTHEST)
    .sort((one, other) => one.far - other.far)
    .slice(0, MOST)
    .map(({ name }) => name);
}

// A third of a short verb may be wrong, two letters of a long one.
function farness(word: string, verbs: readonly string[]): number {
  const distances = verbs.map((verb) => {
    const far = distance(fold(word), fold(verb));
    return far <= Math.ceil(verb.length / 3) ? far : Number.POSITIVE_INFINITY;
  });
  return Math.min(...distances);
}
