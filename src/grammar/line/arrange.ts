import type { Argument } from '../argument.ts';
import { type Given, type Named, partsOf } from './parts.ts';
import { placeLoose } from './place.ts';
import { plainText, unpunctuated, unseparated } from './plain-text.ts';
import { joinRunOns } from './run-on.ts';
import type { Token } from './tokenise.ts';

/** The arguments of a line, and the first key that the command does not have. */
export type Arranged = { readonly given: Given; readonly unknown?: string };

/** Assigns the words of a line to a command’s arguments: first by their keys, then by their form. */
export function arrange(known: readonly Named[], tokens: readonly Token[]): Arranged {
  const parts = joinRunOns(known, partsOf(known, tokens));
  const loose = parts.flatMap(({ key, words }) => (key === undefined ? words : []));
  const keyed = Object.fromEntries(
    parts.flatMap(({ named, words }) => (named ? [[named[0], valueText(named[1], words)]] : [])),
  );
  const given = { ...placeLoose(known, loose, keyed), ...keyed };
  const unknown = parts.find(({ key, named }) => key !== undefined && !named)?.key;
  return unknown === undefined ? { given } : { given, unknown };
}

function valueText({ isVerbatim, kind }: Argument, tokens: readonly Token[]): string {
  const text = tokens
    .map(({ value }) => value)
    .filter((value) => value !== '')
    .join(' ');
  if (isVerbatim) return text;
  if (tokens.some(({ isQuoted }) => isQuoted)) return plainText(text);
  return kind === 'person' ? unpunctuated(plainText(text)) : unseparated(plainText(text));
}
