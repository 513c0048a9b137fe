import type { Language } from '../../relationship/language.ts';
import type { Argument, ArgumentEntry, ArgumentProblem, ValuesOf } from '../argument.ts';
import type { WordsByLanguage } from '../lexicon.ts';

/** Whose people may use a command. */
export type CommandAudience = 'partner' | 'customer' | 'all';

/** The heading under which help has a command. */
export type HelpSubject = 'invitations' | 'customers' | 'company';

type ArgumentEntries = Readonly<Record<string, ArgumentEntry>>;

type CommandFacts = {
  readonly audience: CommandAudience;
  readonly subject: HelpSubject;
  /** Is not in Teams’ command menu, which holds twelve; help names it without an example. */
  readonly isRare?: true;
  /** Help and form explain when this command is the right one: the catalogues’ `why.<command>`. */
  readonly hasReason?: true;
  /** Its form is long, so the card offers it as a dialog too. */
  readonly isLong?: true;
};

/** Everything about one command but its words: who may use it, what it takes and what it asks for. */
export type CommandEntry<
  Entries extends ArgumentEntries,
  Asked extends { readonly type: string },
> = CommandFacts & {
  readonly arguments: Entries;
  /** What is wrong with values that are right one by one. */
  readonly problemsOf?: (values: ValuesOf<Entries>) => readonly ArgumentProblem[];
  readonly toRequest: (values: ValuesOf<Entries>) => Asked;
};

/** Declares a command: the types of its values follow from its arguments. */
export const command = <const Entries extends ArgumentEntries, const Asked extends { readonly type: string }>(
  entry: CommandEntry<Entries, Asked>,
) => entry;

/** A command with its words in every language. */
export type CommandGrammar = CommandFacts & {
  readonly words: WordsByLanguage;
  readonly example: Readonly<Record<Language, string>>;
  readonly arguments: Readonly<Record<string, Argument>>;
};
