import type { Argument } from '../argument.ts';
import { isOneOf } from '../commands/table.ts';
import type { Token } from './tokenise.ts';
import { valueLength } from './value-length.ts';

/** A command’s arguments by name, as they were written. */
export type Given = Readonly<Record<string, string>>;

/** An argument of a command, with its name in the table. */
export type Named = readonly [name: string, argument: Argument];

/** A word, or a key with the words of its value; `named` is the argument that the key belongs to. */
export type LinePart = { readonly key?: string; readonly named?: Named; readonly words: readonly Token[] };

const LONGEST_VALUE = 8;

/** Groups the words of a line: each key with the words of its value, every other word alone. */
export function partsOf(known: readonly Named[], tokens: readonly Token[]): LinePart[] {
  const parts: LinePart[] = [];
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

// `they left: nobody answers`. Two dashes always begin a key.
function asWord(token: Token): Token {
  const { whole } = token;
  return whole === undefined || whole.startsWith('--') ? token : { value: whole };
}

function keyedPart(key: string, named: Named | undefined, [first, ...others]: [Token, ...Token[]]): LinePart {
  const words = [first, ...others.slice(0, valueLength(named?.[1], first, others))];
  return named ? { key, named, words } : { key, words };
}
