import { type Argument, COMMANDS, type CommandName, fold, grammarOf, isOneOf } from './grammar.ts';
import { nearest } from './nearest.ts';

/** What a line of text says: nothing has been checked but that verb and keys exist. */
export type Parsed =
  | { readonly type: 'command'; readonly name: CommandName; readonly given: Given }
  | { readonly type: 'unknown-key'; readonly name: CommandName; readonly given: Given; readonly key: string }
  | { readonly type: 'misunderstood'; readonly near: readonly CommandName[] }
  | { readonly type: 'greeting' }
  | { readonly type: 'thanks' }
  | { readonly type: 'nothing' };

/** The arguments as they were written. */
export type Given = Readonly<Record<string, string>>;

type Token = { readonly key?: string; readonly value: string };

const GREETINGS = ['hi', 'hello', 'hey', 'hola', 'buenas', 'buenos'];
const THANKS = ['thanks', 'thank', 'gracias'];
const LONGEST = 4000;

// key:"two words" | "two words" | key:value | word. Each alternative starts differently, so it stays linear.
const TOKEN = /(?:(--)?([\p{L}][\p{L}\p{M}-]*)[:=])?"([^"]*)"|(\S+)/gu;
const KEYED = /^(?:--)?([\p{L}][\p{L}\p{M}-]*)[:=](.*)$/u;

/** What somebody wrote, in any of the bot's languages; mentions of the bot have been taken off before. */
export function parse(text: string): Parsed {
  const tokens = tokenise(text.slice(0, LONGEST));
  const [verb, ...rest] = tokens;
  if (!verb) return { type: 'nothing' };
  const word = fold(verb.value) || verb.value;
  const name = COMMANDS.find(([, grammar]) => isOneOf(grammar.words, word))?.[0];
  if (name) return read(name, rest);
  if (GREETINGS.includes(word)) return { type: 'greeting' };
  if (THANKS.includes(word)) return { type: 'thanks' };
  return { type: 'misunderstood', near: nearest(word) };
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

function tokenise(text: string): Token[] {
  const found = [...plain(text).matchAll(TOKEN)].map(([, , key, quoted, bare]): Token => {
    if (quoted !== undefined) return key === undefined ? { value: quoted } : { key, value: quoted };
    const word = bare ?? '';
    const [, written, value] = KEYED.exec(word) ?? [];
    const isUrl = value?.startsWith('//');
    return written === undefined || value === undefined || isUrl ? { value: word } : { key: written, value };
  });
  return joinDashed(found);
}

// `--country ES` is `country:ES`, and a Word dash may have become `-country ES`.
function joinDashed(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const next = tokens[at + 1];
    const dashed =
      token?.key === undefined ? /^--?(\p{L}[\p{L}\p{M}-]*)$/u.exec(token?.value ?? '')?.[1] : undefined;
    if (dashed !== undefined && next && next.key === undefined) {
      joined.push({ key: dashed, value: next.value });
      at++;
    } else if (token) joined.push(token);
  }
  return joined;
}

function read(name: CommandName, tokens: readonly Token[]): Parsed {
  const known = Object.entries(grammarOf(name).arguments);
  const given: Record<string, string> = {};
  const loose: string[] = [];
  let unknown: string | undefined;
  for (const { key, value } of tokens) {
    const argument = key === undefined ? undefined : known.find(([, { words }]) => isOneOf(words, key))?.[0];
    if (argument) given[argument] = value;
    else if (key === undefined) loose.push(value);
    else unknown ??= key;
  }
  const complete = { ...place(known, loose, given), ...given };
  return unknown === undefined
    ? { type: 'command', name, given: complete }
    : { type: 'unknown-key', name, given: complete, key: unknown };
}

// Words without a key go to the arguments that can take them: what has a recognisable shape first, the rest is text.
function place(known: readonly [string, Argument][], loose: readonly string[], given: Given): Given {
  const open = known.filter(([name, argument]) => argument.isPositional && given[name] === undefined);
  const placed: Record<string, string> = {};
  const rest: string[] = [];
  for (const word of loose) {
    const fitting = open.find(([name, argument]) => placed[name] === undefined && fits(argument, word));
    if (fitting) placed[fitting[0]] = word;
    else rest.push(word);
  }
  const text = open.find(([name, argument]) => placed[name] === undefined && takesText(argument));
  if (text && rest.length > 0) placed[text[0]] = rest.join(' ');
  return placed;
}

const ID = /^R-[0-9A-Z]{3,8}$/i;

function fits({ kind, choices }: Argument, word: string): boolean {
  if (choices) return Object.values(choices).some((words) => isOneOf(words, word));
  if (kind === 'domain') return /^[^\s@]+\.[^\s@]+$/.test(word);
  return kind === 'id' && ID.test(word);
}

function takesText({ kind, choices }: Argument): boolean {
  return !choices && (kind === 'text' || kind === 'domain' || kind === 'id');
}
