import { COMMANDS, type CommandName, grammarOf, isOneOf } from './commands/table.ts';
import { everyWord, wordsFor } from './lexicon.ts';
import { arrange } from './line/arrange.ts';
import type { Given } from './line/parts.ts';
import { fold, isEmoji, plain } from './line/plain-text.ts';
import { type Token, tokenise } from './line/tokenise.ts';
import { nearest } from './nearest.ts';

/** What a line of text says: nothing has been checked but that verb and keys exist. */
export type Parsed =
  | { readonly type: 'command'; readonly name: CommandName; readonly given: Given }
  | { readonly type: 'unknown-key'; readonly name: CommandName; readonly given: Given; readonly key: string }
  | { readonly type: 'misunderstood'; readonly near: readonly CommandName[] }
  | { readonly type: 'greeting' }
  | { readonly type: 'thanks' }
  | { readonly type: 'nothing' };

const GREETINGS = everyWord(wordsFor(({ greetings }) => greetings)).map(fold);
const THANKS = everyWord(wordsFor(({ thanks }) => thanks)).map(fold);
/** Of a line no more is read. */
export const LONGEST_LINE = 4000;
const LONGEST_VERB = 40;

/** What somebody wrote, in any of the bot's languages; mentions of the bot have been taken off before. */
export function parse(text: string): Parsed {
  const [verb, ...others] = fromVerb(tokenise(text.slice(0, LONGEST_LINE)));
  if (!verb) return { type: 'nothing' };
  const written = plain(verb.key ?? verb.value).slice(0, LONGEST_VERB);
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

// `👋 invite …`; alone an emoji is what it is.
function fromVerb(tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex(({ value, isQuoted }) => isQuoted || !isEmoji(plain(value)));
  return tokens.slice(Math.max(first, 0));
}
