import { plainText, unpunctuated, visible } from './plain-text.ts';
import { quotesOf } from './quotes.ts';

/**
 * One word of a line, as typed. With a `key` it was `key:value`, or `--key` with an empty value, and `whole` is all of
 * it; if `isQuoted`, the value is never taken for a key or a choice.
 */
export type Token = {
  readonly key?: string;
  readonly whole?: string;
  readonly value: string;
  readonly isQuoted?: true;
};

const BLANKS = /[\p{Cc}\p{Z}]*/uy;
const WORD = /[^\p{Cc}\p{Z}]*/uy;
// A word processor makes one long dash of two short ones.
const KEY_BEFORE_QUOTE = /[\p{Pd}\u2212]{0,2}\p{L}[\p{L}\p{M}\p{Pd}]{0,39}[:=]/uy;
const KEYED = /^-{0,2}(\p{L}[\p{L}\p{M}-]*)[:=](.*)$/u;
const OPTION = /^--?(\p{L}[\p{L}\p{M}-]*)$/u;
// The part before the colon of a link is no key.
const LINK = /^(?:\p{L}+:\/\/|mailto:)/iu;
const AFTER_QUOTE = /[^\p{Cc}\p{Z}]{1,20}(?=[\p{Cc}\p{Z}]|$)/uy;

/** Splits a line into words; quotes keep words together. Takes time linear in the line’s length. */
export function tokenise(line: string): Token[] {
  const text = visible(line);
  const quoteAt = quotesOf(text);
  const tokens: Token[] = [];
  for (let at = skip(BLANKS, text, 0); at < text.length; at = skip(BLANKS, text, at)) {
    const key = match(KEY_BEFORE_QUOTE, text, at) ?? '';
    const quote = quoteAt(at + key.length);
    const end = quote ? quote.next + noise(text, quote.next) : skip(WORD, text, at);
    tokens.push(quote ? quoted(quote.value, key, text.slice(at, quote.next)) : bare(text.slice(at, end)));
    at = end;
  }
  return tokens;
}

function quoted(value: string, before: string, whole: string): Token {
  const key = plainText(before).replace(/^-+|[:=]$/g, '');
  return key === '' ? { value, isQuoted: true } : { key, whole, value, isQuoted: true };
}

function bare(word: string): Token {
  const written = plainText(word);
  const option = OPTION.exec(written)?.[1];
  if (option !== undefined) return { key: option, whole: word, value: '' };
  const [, key, value] = KEYED.exec(written) ?? [];
  if (key === undefined || value === undefined || LINK.test(written)) return { value: word };
  return { key, whole: word, value: value === '' ? '' : word.slice(word.search(/[:=]/) + 1) };
}

// The length of the punctuation behind a quotation: `"Contoso", contoso.com`.
function noise(text: string, at: number): number {
  const tail = match(AFTER_QUOTE, text, at) ?? '';
  return unpunctuated(plainText(tail)) === '' ? tail.length : 0;
}

const skip = (pattern: RegExp, text: string, at: number) => at + (match(pattern, text, at)?.length ?? 0);

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
