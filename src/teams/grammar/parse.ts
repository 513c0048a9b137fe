import type { Argument } from './argument.ts';
import { COMMANDS, type CommandName, grammarOf, isOneOf } from './grammar.ts';
import { nearest } from './nearest.ts';
import { fold, type Token, tokenise, unpunctuated } from './tokenise.ts';

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

const GREETINGS = ['hi', 'hello', 'hey', 'hola', 'buenas', 'buenos'];
const THANKS = ['thanks', 'thank', 'gracias'];
const LONGEST = 4000;
const LONGEST_VERB = 40;

/** What somebody wrote, in any of the bot's languages; mentions of the bot have been taken off before. */
export function parse(text: string): Parsed {
  const [verb, ...others] = tokenise(text.slice(0, LONGEST));
  if (!verb) return { type: 'nothing' };
  const written = (verb.key ?? verb.value).slice(0, LONGEST_VERB);
  const word = fold(written) || written;
  // `estado: contoso.com`, `estado:contoso.com`
  const rest = verb.key === undefined || verb.value === '' ? others : [{ value: verb.value }, ...others];
  const name = COMMANDS.find(([, grammar]) => isOneOf(grammar.words, word))?.[0];
  if (name) return read(name, rest);
  if (GREETINGS.includes(word)) return { type: 'greeting' };
  if (THANKS.includes(word)) return { type: 'thanks' };
  return { type: 'misunderstood', near: nearest(word) };
}

function read(name: CommandName, tokens: readonly Token[]): Parsed {
  const known = Object.entries(grammarOf(name).arguments);
  const given: Record<string, string> = {};
  const loose: Token[] = [];
  let unknown: string | undefined;
  for (const token of tokens) {
    const { key, value } = token;
    const argument = key === undefined ? undefined : known.find(([, { words }]) => isOneOf(words, key))?.[0];
    if (argument) given[argument] = value;
    else if (key === undefined) loose.push(token);
    else unknown ??= key;
  }
  const complete = { ...place(known, loose, given), ...given };
  return unknown === undefined
    ? { type: 'command', name, given: complete }
    : { type: 'unknown-key', name, given: complete, key: unknown };
}

// Words without a key go to the arguments that can take them: what has a recognisable shape first, the rest is text.
function place(known: readonly [string, Argument][], loose: readonly Token[], given: Given): Given {
  const open = known.filter(([name, argument]) => argument.isPositional && given[name] === undefined);
  const placed: Record<string, string> = {};
  const rest: string[] = [];
  for (const { value, isQuoted } of loose) {
    // A mention is quoted on its way here, because names have blanks.
    const word = isQuoted && !value.startsWith('@') ? '' : unpunctuated(value);
    const fitting = open.find(([name, argument]) => placed[name] === undefined && fits(argument, word));
    if (fitting) placed[fitting[0]] = word;
    else rest.push(value);
  }
  const text = open.find(([name, argument]) => placed[name] === undefined && takesText(argument));
  if (text && rest.length > 0) placed[text[0]] = rest.join(' ');
  return placed;
}

// Without its hyphen only what we could have drawn: `Rosa` is a name.
const ID = /^(?:R-[0-9A-Z]{3,8}|R[2-9CDFGHJKMNPQRTVWXY]{4,6})$/i;
// `contoso.com`, but not the `S.A.` of a company's name.
const DOMAIN = /^(?:https?:\/\/)?[^\s@.]+(?:\.[^\s@.]+)*\.\p{L}[\p{L}\p{N}-]+(?:\/.*)?$/u;

const DAYS = /^\d{1,4}(?:d|days?|días?|dias?)?$/i;

function fits({ kind, choices }: Argument, word: string): boolean {
  if (choices) return Object.values(choices).some((words) => isOneOf(words, word));
  if (kind === 'person') return word.startsWith('@') && word.length > 1;
  if (kind === 'domain') return DOMAIN.test(word);
  if (kind === 'target') return DOMAIN.test(word) || ID.test(word);
  if (kind === 'days') return DAYS.test(word);
  return kind === 'id' && ID.test(word);
}

function takesText({ kind, choices }: Argument): boolean {
  return !choices && ['text', 'person', 'target', 'domain', 'id'].includes(kind);
}
