import type { Argument } from '../argument.ts';
import { choiceOf } from '../commands/table.ts';
import { DAYS_WORD } from '../values.ts';
import { plain, unpunctuated } from './plain-text.ts';
import type { Token } from './tokenise.ts';

/**
 * A word as its looks are judged. Quotes keep it from being taken for what it looks like; a mention is quoted on its
 * way here, for its blanks.
 */
export function shapeOf({ value, isQuoted }: Token): string {
  const word = plain(value);
  if (isQuoted) return word.startsWith('@') ? word : '';
  return unpunctuated(word);
}

// Without its hyphen only what we could have drawn: `Rosa` is a name.
const ID = /^(?:R-[0-9A-Z]{3,8}|R[2-9CDFGHJKMNPQRTVWXY]{4,6})$/i;
// `contoso.com`, but not the `S.A.` of a company's name.
const DOMAIN = /^(?:https?:\/\/)?[^\s@.]+(?:\.[^\s@.]+)*\.\p{L}[\p{L}\p{N}-]+(?:\/.*)?$/u;
const EMAIL = /^(?:mailto:)?[^\s@:]+@[^\s@]+\.[^\s@]+$/i;

/** Whether a word looks like a value of this argument. */
export function fits(argument: Argument, word: string): boolean {
  const { kind, choices } = argument;
  if (choices) return choiceOf(argument, word) !== undefined;
  if (kind === 'person') return word.startsWith('@') && word.length > 1;
  if (kind === 'domain') return DOMAIN.test(word);
  if (kind === 'target') return DOMAIN.test(word) || ID.test(word);
  if (kind === 'days') return DAYS_WORD.test(word);
  if (kind === 'email') return EMAIL.test(word);
  return kind === 'id' && ID.test(word);
}

/** Whether any words are a value of this argument. */
export const isText = ({ kind, choices }: Argument) => kind === 'text' && !choices;
/** Whether it is somebody’s name, or may be. */
export const isName = ({ kind }: Argument) => kind === 'person' || kind === 'target';
/** Whether it has a form that no text has. */
export const isKey = ({ kind }: Argument) => kind === 'domain' || kind === 'id';

/** Whether a quotation is a value of this argument: it is a whole name, whatever it looks like. */
export const holdsWhole = (argument: Argument, word: string) =>
  isText(argument) || isName(argument) || fits(argument, word);

/** Whether it says nothing: marks and emoji outside of quotes. */
export const isNoise = ({ value, isQuoted }: Token) => !isQuoted && unpunctuated(plain(value)) === '';
