import type { Argument } from '../argument.ts';
import { type Given, type Named, partsOf } from './parts.ts';
import { place } from './place.ts';
import { plain, unpunctuated, unseparated } from './plain-text.ts';
import { joinRunOns } from './run-on.ts';
import type { Token } from './tokenise.ts';

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

function written({ isVerbatim, kind }: Argument, tokens: readonly Token[]): string {
  const text = tokens
    .map(({ value }) => value)
    .filter((value) => value !== '')
    .join(' ');
  if (isVerbatim) return text;
  if (tokens.some(({ isQuoted }) => isQuoted)) return plain(text);
  return kind === 'person' ? unpunctuated(plain(text)) : unseparated(plain(text));
}
