import { type Argument, type CommandGrammar, type Words, words } from '../argument.ts';
import { fold } from '../line/plain-text.ts';
import { COMPANY_COMMANDS } from './company.ts';
import { CUSTOMER_COMMANDS } from './customers.ts';
import { INVITATION_COMMANDS } from './invitations.ts';

// The grammar, written once. A line is
//
//     verb  [argument …]  [key:value | --key value …]
//
// Verbs, keys and choices are understood in every language whatever the language of the answer; case, accents and
// trailing punctuation do not matter. The first word of a list is the one that help, forms and examples use.

/** Everything that can be asked of the bot, in the order in which help tells it. */
export const GRAMMAR = {
  help: {
    words: words('help ?', 'ayuda'),
    audience: 'all',
    arguments: {
      topic: { kind: 'text', words: words('command', 'comando'), isPositional: true, isHidden: true },
    },
    example: { en: 'help', es: 'ayuda' },
  },
  ...INVITATION_COMMANDS,
  ...CUSTOMER_COMMANDS,
  ...COMPANY_COMMANDS,
} as const satisfies Record<string, CommandGrammar>;

/** The name of a command: its English verb. */
export type CommandName = keyof typeof GRAMMAR;

/** Every command, as the table above orders them. */
export const COMMANDS = Object.entries(GRAMMAR) as readonly [CommandName, CommandGrammar][];

/** A command's grammar without the narrow types of the table. */
export const grammarOf = (name: CommandName): CommandGrammar => GRAMMAR[name];

/** Whether a word names a command. */
export const isCommandName = (word: string): word is CommandName => Object.hasOwn(GRAMMAR, word);

/** Whether a word is one of these, in any language. */
export function isOneOf(words: Words, word: string): boolean {
  const folded = fold(word) || word;
  return [...words.en, ...words.es].some((each) => (fold(each) || each) === folded);
}

/** The choice that somebody wrote, in any language, or undefined. */
export function choiceOf({ choices = {} }: Argument, written: string): string | undefined {
  // `other partner`, `vista previa`
  const word = written.trim().replace(/\s+/g, '-');
  return Object.entries(choices).find(([choice, words]) => choice === word || isOneOf(words, word))?.[0];
}
