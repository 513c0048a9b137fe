import { type CommandName, grammarOf } from '../../grammar/commands/table.ts';
import { type Reader, say, type WordKey } from '../../words/words.ts';

/** When this command is the right one and not another (S3, S7); empty where the grammar has no reason for it. */
export function why(command: CommandName | undefined, { language }: Reader): string {
  const hasReason = command !== undefined && grammarOf(command).hasReason;
  return hasReason ? say(language, `why.${command}` as WordKey) : '';
}
