import type { ArgumentProblem } from './argument.ts';
import type { ASKING_COMMANDS, CommandName } from './commands/table.ts';
import type { Given } from './line/parts.ts';
import type { Parsed } from './parse.ts';

/** A request for help, about one command where a topic is given. */
export type HelpRequest = { readonly type: 'help'; readonly topic?: CommandName };

type AskingCommands = typeof ASKING_COMMANDS;

/** A checked request: a typed line and a submitted form lead to the same. Its type follows from the command’s entry. */
export type Request =
  | HelpRequest
  | { [Name in keyof AskingCommands]: ReturnType<AskingCommands[Name]['toRequest']> }[keyof AskingCommands];

/** A command that cannot be carried out as given: its form shows the problems and keeps the rest. */
export type Incomplete = {
  readonly type: 'form';
  readonly command: CommandName;
  readonly given: Given;
  readonly problems: readonly ArgumentProblem[];
};

/** What a line of text or a form asks for. */
export type Understood = Request | Incomplete | Exclude<Parsed, { type: 'command' | 'unknown-key' }>;
