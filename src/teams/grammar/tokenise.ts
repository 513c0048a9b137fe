/** One word of a line. `key`: it was written `key:value`; `isQuoted`: it means itself, whatever it looks like. */
export type Token = { readonly key?: string; readonly value: string; readonly isQuoted?: true };

const KEYED = /^(?:--)?([\p{L}][\p{L}\p{M}-]*)[:=](.*)$/u;
const KEY_ONLY = /^(?:--)?([\p{L}][\p{L}\p{M}-]*)[:=]$/u;
const DASHED = /^--?(\p{L}[\p{L}\p{M}-]*)$/u;
const LONGEST_KEY = 40;
const TRAILING = '.!?,;:"\')';
const LEADING = '¡¿"\'(';

/** The words of a line: quotes keep words together, `--country ES` is `country:ES`. Linear in the line's length. */
export function tokenise(text: string): Token[] {
  return joinDashed(split(plain(text)));
}

/** The text with the quotes, blanks and invisible marks of word processors and chats made plain. */
export function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .replace(/[\u201C\u201D\u201E\u201F\u00AB\u00BB\u2033]/g, '"')
    .replace(/[\u2018\u2019\u201A\u201B]/g, "'")
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\p{Cc}|\p{Z}/gu, ' ')
    .trim();
}

/** A word as it is compared: lower case, without accents and surrounding punctuation. */
export function fold(text: string): string {
  return unpunctuated(
    text
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase(),
  );
}

/** A word without the punctuation of the sentence around it. */
export function unpunctuated(word: string): string {
  let [start, end] = [0, word.length];
  while (start < end && LEADING.includes(word[start] ?? '')) start++;
  while (end > start && TRAILING.includes(word[end - 1] ?? '')) end--;
  return word.slice(start, end);
}

// The last place where each quote can close: without it every unclosed quote would search to the end of the line.
type Line = { readonly text: string; readonly last: Readonly<Record<string, number>> };

function split(text: string): Token[] {
  const last = {
    '"': text.lastIndexOf('"'),
    "'": Math.max(text.lastIndexOf("' "), text.endsWith("'") ? text.length - 1 : -1),
  };
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const { token, next } = nextToken({ text, last }, at);
    if (token) tokens.push(token);
    at = next;
  }
  return tokens;
}

function nextToken(line: Line, from: number): { token?: Token; next: number } {
  const { text } = line;
  let at = from;
  while (at < text.length && text[at] !== ' ') {
    const end = opensQuote(text, from, at) ? closingQuote(line, at) : -1;
    if (end >= 0) return { token: quoted(text.slice(from, at), text.slice(at + 1, end)), next: end + 1 };
    at++;
  }
  return at === from ? { next: at + 1 } : { token: bare(text.slice(from, at)), next: at };
}

// An apostrophe inside a word is no quote: `Cote d'Ivoire`.
function opensQuote(text: string, from: number, at: number): boolean {
  if (text[at] !== '"' && text[at] !== "'") return false;
  return at === from || (at - from < LONGEST_KEY && KEY_ONLY.test(text.slice(from, at)));
}

// `'Contoso's office'`: a single quote closes only before a blank or the end.
function closingQuote({ text, last }: Line, from: number): number {
  const quote = text[from] ?? '';
  if (from >= (last[quote] ?? -1)) return -1;
  if (quote === '"') return text.indexOf('"', from + 1);
  const end = text.indexOf("' ", from + 1);
  return end < 0 ? text.length - 1 : end;
}

function quoted(word: string, value: string): Token {
  const key = KEY_ONLY.exec(word)?.[1];
  return key === undefined ? { value, isQuoted: true } : { key, value };
}

function bare(word: string): Token {
  const [, key, value] = KEYED.exec(word) ?? [];
  const isUrl = value?.startsWith('//');
  return key === undefined || value === undefined || isUrl ? { value: word } : { key, value };
}

// `--country ES`, `-country ES` where a word processor changed the dashes, and `country: ES`.
function joinDashed(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const [token, next] = [tokens[at], tokens[at + 1]];
    const key = token && at > 0 ? openKey(token) : undefined;
    if (key !== undefined && next && next.key === undefined) {
      joined.push({ key, value: next.value });
      at++;
    } else if (token) joined.push(token);
  }
  return joined;
}

// The first word is the verb, whatever stands after it.
function openKey({ key, value, isQuoted }: Token): string | undefined {
  if (isQuoted) return undefined;
  return key === undefined ? DASHED.exec(value)?.[1] : value === '' ? key : undefined;
}
