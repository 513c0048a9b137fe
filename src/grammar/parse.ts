import { COMMANDS, type CommandName, grammarOf, isOneOf } from './commands/table.ts';
import { everyWord, wordsFor } from './lexicon.ts';
import { arrange } from './line/arrange.ts';
import type { Given } from './line/parts.ts';
import { fold, isEmoji, plainText } from './line/plain-text.ts';
import { type Token, tokenise } from './line/tokenise.ts';
import { nearest } from './nearest.ts';

/** The meaning of a line; of a command only the verb and the keys have been checked. */
export type Parsed =
  | { readonly type: 'command'; readonly name: CommandName; readonly given: Given }
  | { readonly type: 'unknown-key'; readonly name: CommandName; readonly given: Given; readonly key: string }
  | { readonly type: 'misunderstood'; readonly near: readonly CommandName[] }
  | { readonly type: 'greeting' }
  | { readonly type: 'thanks' }
  | { readonly type: 'nothing' };

const GREETINGS = everyWord(wordsFor(({ greetings }) => greetings)).map(fold);
const THANKS = everyWord(wordsFor(({ thanks }) => thanks)).map(fold);
/** The number of characters of a line that are read. */
export const LONGEST_LINE = 4000;
const LONGEST_VERB = 40;

/** Parses a line in any of the bot’s languages; the caller removes mentions of the bot first. */
export function parse(text: string): Parsed {
  const [verb, ...others] = fromVerb(tokenise(text.slice(0, LONGEST_LINE)));
  if (!verb) return { type: 'nothing' };
  const written = plainText(verb.key ?? verb.value).slice(0, LONGEST_VERB);
  const word = fold(written) || written;
  // `estado: contoso.com`, `estado:contoso.com`
  const rest = verb.key === undefined || verb.value === '' ? others : [withoutKey(verb), ...others];
  const name = COMMANDS.find(([, grammar]) => isOneOf(grammar.words, word))?.[0];
  if (name) return read(name, rest);
  if (GREETINGS.includes(word)) return { type: 'greeting' };
  if (THANKS.includes(word)) return { type: 'thanks' };
  return { type: 'misunderstood', near: nearest(word) };
}

function read(name: CommandName, tokens: readonly Token[]): Parsed {
  const { given, unknown } = arrange(Object.entries(grammarOf(name).arguments), tokens);
  return unknown === undefined
    ? { type: 'command', name, given }
    : { type: 'unknown-key', name, given, key: unknown };
}

function withoutKey({ key: _, whole: __, ...value }: Token): Token {
  return value;
}

// Emoji before a verb are left out: `👋 invite …`.
function fromVerb(tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex(({ value, isQuoted }) => isQuoted || !isEmoji(plainText(value)));
  return tokens.slice(Math.max(first, 0));
}
