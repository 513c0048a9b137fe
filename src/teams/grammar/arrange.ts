import type { Argument } from './argument.ts';
import { isOneOf } from './grammar.ts';
import { place } from './place.ts';
import { plain, unpunctuated, unseparated } from './plain-text.ts';
import { joinRunOns } from './run-on.ts';
import type { Token } from './tokenise.ts';
import { valueLength } from './value-length.ts';

/** The arguments as they were written. */
export type Given = Readonly<Record<string, string>>;

/** One of a command's arguments, with its name in the table. */
export type Named = readonly [name: string, argument: Argument];

/** What of a line goes to which argument. `unknown`: the first key that the command does not have. */
export type Arranged = { readonly given: Given; readonly unknown?: string };

/** Gives the words of a line to a command's arguments: by their keys first, then by what they look like. */
export function arrange(known: readonly Named[], tokens: readonly Token[]): Arranged {
  const parts = joinRunOns(known, partsOf(known, tokens));
  const loose = parts.flatMap(({ key, words }) => (key === undefined ? words : []));
  const keyed = Object.fromEntries(
    parts.flatMap(({ named, words }) => (named ? [[named[0], written(named[1], words)]] : [])),
  );
  const given = { ...place(known, loose, keyed), ...keyed };
  const unknown = parts.find(({ key, named }) => key !== undefined && !named)?.key;
  return unknown === undefined ? { given } : { given, unknown };
}

/** A word, or a key and the words of its value. */
export type Part = { readonly key?: string; readonly named?: Named; readonly words: readonly Token[] };

const LONGEST_VALUE = 8;

function partsOf(known: readonly Named[], tokens: readonly Token[]): Part[] {
  const parts: Part[] = [];
  const argumentOf = (key?: string) =>
    key === undefined ? undefined : known.find(([, { words }]) => isOneOf(words, key));
  const keyed = tokens.map(({ key }) => argumentOf(key)?.[0]);
  const isSpeaking = known.some(([name, { isSentence }]) => isSentence && !keyed.includes(name));
  for (let at = 0; at < tokens.length; at += parts.at(-1)?.words.length ?? 1) {
    const [first, ...others] = tokens.slice(at, at + LONGEST_VALUE) as [Token, ...Token[]];
    const named = argumentOf(first.key);
    const words = !named && isSpeaking ? [asWord(first)] : [first];
    parts.push(
      words[0]?.key === undefined ? { words } : keyedPart(first.key ?? '', named, [first, ...others]),
    );
  }
  return parts;
}

// `they left: nobody answers`; who writes two dashes means a key.
function asWord(token: Token): Token {
  const { whole } = token;
  return whole === undefined || whole.startsWith('--') ? token : { value: whole };
}

function keyedPart(key: string, named: Named | undefined, [first, ...others]: [Token, ...Token[]]): Part {
  const words = [first, ...others.slice(0, valueLength(named?.[1], first, others))];
  return named ? { key, named, words } : { key, words };
}

function written({ isVerbatim, kind }: Argument, tokens: readonly Token[]): string {
  const text = tokens
    .map(({ value }) => value)
    .filter((value) => value !== '')
    .join(' ');
  if (isVerbatim) return text;
  if (tokens.some(({ isQuoted }) => isQuoted)) return plain(text);
  return kind === 'person' ? unpunctuated(plain(text)) : unseparated(plain(text));
}
