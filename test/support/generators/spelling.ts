import fc, { type GeneratorValue } from 'fast-check';

/** Draws a random value. */
export type Draw<Value> = (draw: GeneratorValue) => Value;

const upTo = (max: number) => fc.nat({ max });

/** One of these values; shrinking a failure leads to the first. */
export function oneOf<Value>(draw: GeneratorValue, values: readonly Value[]): Value {
  return values[draw(upTo, values.length - 1)] as Value;
}

/** A word in the same or another case. */
export function anyCase(draw: GeneratorValue, word: string): string {
  const way = oneOf(draw, ['same', 'upper', 'lower', 'capital']);
  if (way === 'upper') return word.toUpperCase();
  if (way === 'lower') return word.toLowerCase();
  return way === 'capital' ? `${word.slice(0, 1).toUpperCase()}${word.slice(1)}` : word;
}

/** A word of the grammar in any case, without accents, with accents apart from their letters, or with one too many. */
export function anySpelling(draw: GeneratorValue, word: string): string {
  const way = oneOf(draw, ['same', 'same', 'bare', 'apart', 'extra']);
  const cased = anyCase(draw, word);
  if (way === 'bare') return cased.normalize('NFD').replace(/\p{M}/gu, '');
  if (way === 'apart') return cased.normalize('NFD');
  return way === 'extra' ? cased.replace(/[aeiou]/i, (vowel) => `${vowel}\u0301`) : cased;
}

const BLANKS = [' ', ' ', ' ', '  ', '\u00a0', '\n', '\r\n', '\t', '\u202f', ' \u2003', '\u2028'];
/** The blanks between two words. */
export const blank: Draw<string> = (draw) => oneOf(draw, BLANKS);

const MARKS = [
  '\u200b',
  '\u200e',
  '\u200f',
  '\u061c',
  '\u202b',
  '\u202c',
  '\u2067',
  '\u2069',
  '\ufeff',
  '\u00ad',
];

/** The text with an invisible mark in it, or unchanged; no mark is put next to a joiner inside an emoji. */
export function marked(draw: GeneratorValue, written: string): string {
  const chars = [...written];
  const at = draw(fc.nat, { max: chars.length });
  const isJoined = chars[at] === '\u200d' || chars[at - 1] === '\u200d';
  if (isJoined || !draw(fc.boolean)) return written;
  return [...chars.slice(0, at), oneOf(draw, MARKS), ...chars.slice(at)].join('');
}

type Quotes = readonly [open: string, close: string];
// Quotation marks around which other quotation marks can stand, with those that they can hold.
const ROOMY: readonly (readonly [Quotes, RegExp])[] = [
  [['"', '"'], /[“”«»]/],
  [['“', '”'], /["«»]/],
  [['«', '»'], /["“”]/],
  [['„', '“'], /[«»"]/],
];
const PLAIN: readonly Quotes[] = [
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['„', '”'],
  ['”', '”'],
  ['«', '»'],
  ['»', '«'],
  ['‹', '›'],
  ['″', '″'],
];
const SINGLE: readonly Quotes[] = [
  ["'", "'"],
  ['‘', '’'],
  ['‚', '‘'],
];
const ANY_QUOTE = /["“”„«»‹›″]/g;

/** The words in quotation marks that can hold the quotation marks in them. */
export function quoted(draw: GeneratorValue, written: string): string {
  const inside = written.match(ANY_QUOTE) ?? [];
  const roomy = ROOMY.filter(([, holds]) => inside.every((quote) => holds.test(quote))).map(([pair]) => pair);
  const single = /['’]/.test(written) ? [] : SINGLE;
  const [open, close] = oneOf(draw, [...(inside.length > 0 ? roomy : [...PLAIN, ...single])]);
  return `${open}${written}${close}`;
}
