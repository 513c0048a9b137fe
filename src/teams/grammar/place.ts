import type { Argument } from './argument.ts';
import type { Given, Named } from './arrange.ts';
import { isOneOf } from './grammar.ts';
import { plain, unpunctuated, unseparated } from './plain-text.ts';
import type { Token } from './tokenise.ts';
import { continued } from './value-length.ts';

/**
 * Gives the words without a key to the arguments that can stand without theirs. What has a recognisable shape finds
 * its argument wherever it stands; then a quotation goes to the first that can hold it; the rest is text.
 */
export function place(known: readonly Named[], loose: readonly Token[], keyed: Given): Given {
  const open = known.filter(([name, argument]) => argument.isPositional && keyed[name] === undefined);
  const shaped = placeShaped(open, withoutNoise(loose));
  const quoted = placeQuoted(without(open, shaped.placed), shaped.rest);
  const free = without(open, { ...shaped.placed, ...quoted.placed });
  // What nothing can hold is asked about, where there is still something to say.
  const text = free.find(([, argument]) => holdsText(argument)) ?? free.find(([, { isHidden }]) => !isHidden);
  const rest = textOf(quoted.rest);
  return { ...shaped.placed, ...quoted.placed, ...(text && rest !== '' ? { [text[0]]: rest } : {}) };
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

// Quotes keep a word from being taken for what it looks like. A mention is quoted on its way here, for its blanks.
function shapeOf({ value, isQuoted }: Token): string {
  const word = plain(value);
  if (isQuoted) return word.startsWith('@') ? word : '';
  return unpunctuated(word);
}

function placeQuoted(open: readonly Named[], words: readonly Token[]): Placed {
  const placed: Record<string, string> = {};
  // Once there is text, a quotation that fits nothing else is more of it.
  let isTextTaken = words.some(({ isQuoted }) => !isQuoted);
  const rest = words.filter(({ value, isQuoted }) => {
    const word = plain(value);
    const found = open.find(([name, argument]) => {
      if (!isQuoted || placed[name] !== undefined) return false;
      return isText(argument) ? !isTextTaken : fits(argument, word) || holdsWhole(argument);
    });
    if (found && isText(found[1])) isTextTaken = true;
    else if (found) placed[found[0]] = word;
    return !found || isText(found[1]);
  });
  return { placed, rest };
}

const without = (open: readonly Named[], placed: Given) =>
  open.filter(([name]) => placed[name] === undefined);

const MARKS = /^[.,;:!?…]+$/;

// Loose punctuation, and the emoji with which a line ends.
function withoutNoise(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.findLastIndex(({ value, isQuoted }) => isQuoted || unpunctuated(plain(value)) !== '');
  return tokens.slice(0, last + 1).filter(({ value, isQuoted }) => isQuoted || !MARKS.test(value));
}

function textOf(words: readonly Token[]): string {
  const isDash = ({ value, isQuoted }: Token) => !isQuoted && /^-+$/.test(plain(value));
  const first = words.findIndex((word) => !isDash(word));
  const inner = words.slice(first, words.findLastIndex((word) => !isDash(word)) + 1);
  const text = inner.map(({ value }) => plain(value)).join(' ');
  return inner.every(({ isQuoted }) => isQuoted) ? text : unseparated(text);
}

// Without its hyphen only what we could have drawn: `Rosa` is a name.
const ID = /^(?:R-[0-9A-Z]{3,8}|R[2-9CDFGHJKMNPQRTVWXY]{4,6})$/i;
// `contoso.com`, but not the `S.A.` of a company's name.
const DOMAIN = /^(?:https?:\/\/)?[^\s@.]+(?:\.[^\s@.]+)*\.\p{L}[\p{L}\p{N}-]+(?:\/.*)?$/u;
const DAYS = /^\d{1,4}(?:d|days?|días?|dias?)?$/i;

function fits({ kind, choices }: Argument, word: string): boolean {
  if (choices) return Object.values(choices).some((words) => isOneOf(words, word));
  if (kind === 'person') return word.startsWith('@') && word.length > 1;
  if (kind === 'domain') return DOMAIN.test(word);
  if (kind === 'target') return DOMAIN.test(word) || ID.test(word);
  if (kind === 'days') return DAYS.test(word);
  return kind === 'id' && ID.test(word);
}

const isText = ({ kind, choices }: Argument) => kind === 'text' && !choices;

function holdsText({ kind, choices }: Argument): boolean {
  return !choices && ['text', 'person', 'target', 'domain', 'id'].includes(kind);
}

// Names of people and companies: a quotation is one of them.
function holdsWhole({ kind }: Argument): boolean {
  return kind === 'person' || kind === 'target';
}
