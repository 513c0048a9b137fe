import fc, { type GeneratorValue } from 'fast-check';

/** Something drawn. */
export type Draw<Value> = (draw: GeneratorValue) => Value;

const upTo = (max: number) => fc.nat({ max });

/** One of these, the first when all else is made simple. */
export function oneOf<Value>(draw: GeneratorValue, values: readonly Value[]): Value {
  return values[draw(upTo, values.length - 1)] as Value;
}

/** A word in another case, with its accents lost, apart from their letters, or where nobody needs them. */
export function anyCase(draw: GeneratorValue, word: string): string {
  const way = oneOf(draw, ['same', 'upper', 'lower', 'capital']);
  if (way === 'upper') return word.toUpperCase();
  if (way === 'lower') return word.toLowerCase();
  return way === 'capital' ? `${word.slice(0, 1).toUpperCase()}${word.slice(1)}` : word;
}

/** A word of the grammar as somebody in a hurry spells it. */
export function anySpelling(draw: GeneratorValue, word: string): string {
  const way = oneOf(draw, ['same', 'same', 'bare', 'apart', 'extra']);
  const cased = anyCase(draw, word);
  if (way === 'bare') return cased.normalize('NFD').replace(/\p{M}/gu, '');
  if (way === 'apart') return cased.normalize('NFD');
  return way === 'extra' ? cased.replace(/[aeiou]/i, (vowel) => `${vowel}\u0301`) : cased;
}

const BLANKS = [' ', ' ', ' ', '  ', '\u00a0', '\n', '\r\n', '\t', '\u202f', ' \u2003', '\u2028'];
/** What separates two words. */
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

/** The text with marks in it that nobody sees; a joiner stays with its emoji. */
export function marked(draw: GeneratorValue, written: string): string {
  const chars = [...written];
  const at = draw(fc.nat, { max: chars.length });
  const isJoined = chars[at] === '\u200d' || chars[at - 1] === '\u200d';
  if (isJoined || !draw(fc.boolean)) return written;
  return [...chars.slice(0, at), oneOf(draw, MARKS), ...chars.slice(at)].join('');
}

type Quotes = readonly [open: string, close: string];
// Those that hold other quotations, with what they hold.
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

/** The words in quotation marks that can hold them. */
export function quoted(draw: GeneratorValue, written: string): string {
  const inside = written.match(ANY_QUOTE) ?? [];
  const roomy = ROOMY.filter(([, holds]) => inside.every((quote) => holds.test(quote))).map(([pair]) => pair);
  const single = /['’]/.test(written) ? [] : SINGLE;
  const [open, close] = oneOf(draw, [...(inside.length > 0 ? roomy : [...PLAIN, ...single])]);
  return `${open}${written}${close}`;
}
