import { isLanguage, LANGUAGE_CODES, type Language } from '../../relationship/language.ts';
import { languageName } from '../../words/language-names.ts';
import type { Argument, ArgumentEntry } from '../argument.ts';
import { everyWord, inEachLanguage, type WordsByLanguage, wordsFor } from '../lexicon.ts';
import { fold } from '../line/plain-text.ts';
import type { CommandGrammar } from './command.ts';
import { COMPANY_COMMANDS } from './company.ts';
import { CUSTOMER_COMMANDS } from './customers.ts';
import { INVITATION_COMMANDS } from './invitations.ts';

// The grammar of a line is
//
//     verb  [argument …]  [key:value | --key value …]
//
// Verbs, keys and choices are understood in every language, whatever the language of the answer. Case, accents and
// trailing punctuation do not matter.

// What it asks for is about the other commands, so its request is made where they are all known: `understand.ts`.
const HELP = {
  audience: 'all',
  subject: 'company',
  arguments: { topic: { kind: 'text', isPositional: true, isHidden: true } },
} as const;

/** Every command but help, which asks about the others, in the order in which help has them. */
export const ASKING_COMMANDS = { ...INVITATION_COMMANDS, ...CUSTOMER_COMMANDS, ...COMPANY_COMMANDS };

const TABLE = { help: HELP, ...ASKING_COMMANDS };

/** The entries of all commands by name. */
export type CommandTable = typeof TABLE;

/** The name of a command: its first English verb. */
export type CommandName = keyof CommandTable;

/** The arguments of one command. */
export type ArgumentsOf<Name extends CommandName> = CommandTable[Name]['arguments'];

/** Every argument as `<command>.<argument>`. */
export type ArgumentPath = {
  [Name in CommandName]: `${Name}.${keyof ArgumentsOf<Name> & string}`;
}[CommandName];

type ChoicesOf<Entry> = Entry extends { readonly choices: readonly (infer Choice extends string)[] }
  ? Choice
  : never;

/** Every choice that the grammar has words for; what a language is called is known without. */
export type ChoiceName = Exclude<
  {
    [Name in CommandName]: {
      [Key in keyof ArgumentsOf<Name>]: ChoicesOf<ArgumentsOf<Name>[Key]>;
    }[keyof ArgumentsOf<Name>];
  }[CommandName],
  Language
>;

/** Every command with its words, in the order of the table. */
export const COMMANDS = Object.entries(TABLE).map(([name, entry]) => [
  name,
  withWords(name, entry),
]) as readonly [CommandName, CommandGrammar][];

const BY_NAME: ReadonlyMap<CommandName, CommandGrammar> = new Map(COMMANDS);

/** A command with its words, by its name. */
export function grammarOf(name: CommandName): CommandGrammar {
  const grammar = BY_NAME.get(name);
  if (!grammar) throw new Error(`No command ${name}`);
  return grammar;
}

/** Whether a word is the name of a command. */
export const isCommandName = (word: string): word is CommandName => Object.hasOwn(TABLE, word);

/** Whether a word is one of these, in any language. */
export function isOneOf(words: WordsByLanguage, word: string): boolean {
  const known = FOLDED.get(words) ?? new Set(everyWord(words).map(comparable));
  FOLDED.set(words, known);
  return known.has(comparable(word));
}

// Folding all words anew for each word of a line would be most of the parser's work.
const FOLDED = new WeakMap<WordsByLanguage, ReadonlySet<string>>();

// Of `?` folding leaves nothing.
const comparable = (word: string): string => fold(word) || word;

/** The choice that was written, in any language, or undefined. */
export function choiceOf({ choices = {} }: Pick<Argument, 'choices'>, written: string): string | undefined {
  // `other partner`, `vista previa`
  const word = written.trim().replace(/\s+/g, '-');
  return Object.entries(choices).find(([choice, words]) => choice === word || isOneOf(words, word))?.[0];
}

type EntryWithoutWords = Omit<CommandGrammar, 'words' | 'example' | 'arguments'> & {
  readonly arguments: Readonly<Record<string, ArgumentEntry>>;
};

function withWords(name: string, entry: EntryWithoutWords): CommandGrammar {
  const named = Object.entries(entry.arguments).map(([key, argument]) => {
    const words = wordsFor(({ commands }) => commands[name]?.keys[key]);
    return [key, argumentWithWords(argument, words)] as const;
  });
  return {
    ...entry,
    words: wordsFor(({ commands }) => commands[name]?.verbs),
    example: inEachLanguage(({ commands }) => commands[name]?.example),
    arguments: Object.fromEntries(named),
  };
}

function argumentWithWords({ choices, ...entry }: ArgumentEntry, words: WordsByLanguage): Argument {
  if (!choices) return { ...entry, words };
  return {
    ...entry,
    words,
    choices: Object.fromEntries(choices.map((choice) => [choice, choiceWords(choice)])),
  };
}

// The runtime knows what each language is called in the others.
function choiceWords(choice: string): WordsByLanguage {
  if (!isLanguage(choice)) return wordsFor(({ choices }) => choices[choice]);
  const named = LANGUAGE_CODES.map((language) => [language, [choice, languageName(language, choice)]]);
  return Object.fromEntries(named);
}
