import { fits, holdsWhole, isKey, isName, isNoise, isText, shapeOf } from './fit.ts';
import type { Given, Named } from './parts.ts';
import { plainText, unseparated } from './plain-text.ts';
import type { Token } from './tokenise.ts';
import { continued } from './value-length.ts';

/**
 * Assigns the words without keys to positional arguments. A word of a known form goes to its argument wherever it
 * stands; then a quotation goes to the first argument that can hold it; the rest is text.
 */
export function placeLoose(known: readonly Named[], loose: readonly Token[], keyed: Given): Given {
  const open = known.filter(([name, argument]) => argument.isPositional && keyed[name] === undefined);
  const shaped = placeShaped(open, withoutNoise(loose));
  const quoted = placeQuoted(without(open, shaped.placed), shaped.rest);
  const placed = { ...shaped.placed, ...quoted.placed };
  const free = without(open, placed);
  const text = quoted.text ?? textPlace(free) ?? free.find(([, { isHidden }]) => !isHidden)?.[0];
  const rest = textOf(quoted.rest);
  return text === undefined || rest === '' ? placed : { ...placed, [text]: rest };
}

// Text goes to a text argument, else to a name, else to an argument whose form will show it as wrong.
function textPlace(free: readonly Named[]): string | undefined {
  const [best] = [isText, isName, isKey]
    .map((can) => free.find(([, argument]) => can(argument)))
    .filter(Boolean);
  return best?.[0];
}

type Placed = { readonly placed: Given; readonly rest: readonly Token[] };

function placeShaped(open: readonly Named[], words: readonly Token[]): Placed {
  const placed: Record<string, string> = {};
  const rest: Token[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as Token;
    const value = shapeOf(word);
    const found = open.find(([name, argument]) => placed[name] === undefined && fits(argument, value));
    if (!found) rest.push(word);
    else {
      const more = continued(found[1], value, words.slice(at + 1, at + 2));
      placed[found[0]] = [value, ...words.slice(at + 1, at + 1 + more).map(shapeOf)].join(' ');
      at += more;
    }
  }
  return { placed, rest };
}

// `text` is the argument that gets all words that fit no other.
function placeQuoted(open: readonly Named[], words: readonly Token[]): Placed & { readonly text?: string } {
  const placed: Record<string, string> = {};
  const isAllQuoted = words.every(({ isQuoted }) => isQuoted);
  let text = isAllQuoted ? undefined : textPlace(open);
  const rest = words.filter(({ value, isQuoted }) => {
    const word = plainText(value);
    const isFree = (name: string) => isQuoted && placed[name] === undefined && name !== text;
    const [name, argument] =
      open.find(([name, argument]) => isFree(name) && holdsWhole(argument, word)) ?? [];
    if (name === undefined || !argument) return true;
    if (isText(argument)) text ??= name;
    if (text !== name) placed[name] = word;
    return text === name;
  });
  return text === undefined ? { placed, rest } : { placed, rest, text };
}

const without = (open: readonly Named[], placed: Given) =>
  open.filter(([name]) => placed[name] === undefined);

const MARKS = /^[.,;:!?…]+$/;

// Leaves out loose punctuation, and emoji at the end of the line.
function withoutNoise(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.findLastIndex((token) => !isNoise(token));
  return tokens.slice(0, last + 1).filter(({ value, isQuoted }) => isQuoted || !MARKS.test(value));
}

function textOf(words: readonly Token[]): string {
  const isDash = ({ value, isQuoted }: Token) => !isQuoted && /^-+$/.test(plainText(value));
  const first = words.findIndex((word) => !isDash(word));
  const inner = words.slice(first, words.findLastIndex((word) => !isDash(word)) + 1);
  const text = inner.map(({ value }) => plainText(value)).join(' ');
  return inner.every(({ isQuoted }) => isQuoted) ? text : unseparated(text);
}
