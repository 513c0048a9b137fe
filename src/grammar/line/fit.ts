import type { Argument } from '../argument.ts';
import { choiceOf } from '../commands/table.ts';
import { DAYS_WORD } from '../values.ts';
import { plainText, unpunctuated } from './plain-text.ts';
import type { Token } from './tokenise.ts';

/**
 * The word by whose form an argument is found; empty for a quoted word, which has no form. A mention has one: it is
 * quoted only because of its blanks.
 */
export function shapeOf({ value, isQuoted }: Token): string {
  const word = plainText(value);
  if (isQuoted) return word.startsWith('@') ? word : '';
  return unpunctuated(word);
}

// Without a hyphen only the characters of real ids: `Rosa` is a name.
const ID = /^(?:R-[0-9A-Z]{3,8}|R[2-9CDFGHJKMNPQRTVWXY]{4,6})$/i;
// `contoso.com`, but not the `S.A.` of a company's name.
const DOMAIN = /^(?:https?:\/\/)?[^\s@.]+(?:\.[^\s@.]+)*\.\p{L}[\p{L}\p{N}-]+(?:\/.*)?$/u;
const EMAIL = /^(?:mailto:)?[^\s@:]+@[^\s@]+\.[^\s@]+$/i;

/** Whether a word has the form of this argument’s values. */
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

/** Whether every text is a value of this argument. */
export const isText = ({ kind, choices }: Argument) => kind === 'text' && !choices;
/** Whether the argument’s value may be a name. */
export const isName = ({ kind }: Argument) => kind === 'person' || kind === 'target';
/** Whether the argument’s values have a form that ordinary text does not have. */
export const isKey = ({ kind }: Argument) => kind === 'domain' || kind === 'id';

/** Whether a quotation can be a value of this argument; a text or a name can be any quotation. */
export const holdsWhole = (argument: Argument, word: string) =>
  isText(argument) || isName(argument) || fits(argument, word);

/** Whether the word is only punctuation and emoji, outside of quotes. */
export const isNoise = ({ value, isQuoted }: Token) => !isQuoted && unpunctuated(plainText(value)) === '';
