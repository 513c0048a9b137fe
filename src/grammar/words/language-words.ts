import type { ArgumentsOf, ChoiceName, CommandName } from '../commands/table.ts';
import type { CommandWords, SmallWords } from '../lexicon.ts';

/**
 * The words of one language: whatever the table of commands names, it must name too, or it does not compile. Words for
 * the same thing have blanks between them, and the first is the one that help, forms and examples use.
 */
export type LanguageWords = SmallWords & {
  readonly commands: {
    readonly [Name in CommandName]: Omit<CommandWords, 'keys'> & {
      readonly keys: { readonly [Key in keyof ArgumentsOf<Name>]: string };
    };
  };
  readonly choices: { readonly [Choice in ChoiceName]: string };
};
