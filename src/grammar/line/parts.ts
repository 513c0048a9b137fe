import type { Argument } from '../argument.ts';
import { isOneOf } from '../commands/table.ts';
import type { Token } from './tokenise.ts';
import { valueLength } from './value-length.ts';

/** The arguments as they were written. */
export type Given = Readonly<Record<string, string>>;

/** One of a command's arguments, with its name in the table. */
export type Named = readonly [name: string, argument: Argument];

/** A word, or a key and the words of its value. */
export type Part = { readonly key?: string; readonly named?: Named; readonly words: readonly Token[] };

const LONGEST_VALUE = 8;

/** The words of a line, each key with the words that are its value. */
export function partsOf(known: readonly Named[], tokens: readonly Token[]): Part[] {
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
