import { type CommandName, grammarOf } from '../../grammar/commands/table.ts';
import { type Reader, say, type WordKey } from '../../words/words.ts';
import type { Button } from './card.ts';

/** A command that a button types, with the arguments that are known; the title is the verb where it has none. */
export type TypedCommand = {
  readonly command: CommandName;
  readonly given?: string;
  readonly title?: WordKey;
};

/** A button that opens a command's form as a dialog. */
export function openDialog(command: CommandName, title: WordKey, { language }: Reader): Button {
  return { title: say(language, title), verb: 'dialog', data: { command } };
}

/** A button that sends a command as if it were typed. */
export function run({ command, given = '', title }: TypedCommand, { language }: Reader): Button {
  const verb = grammarOf(command).words[language][0];
  const named = title === undefined ? verb : say(language, title);
  return { title: named, verb: 'run', data: { text: `${verb} ${given}`.trim() } };
}
