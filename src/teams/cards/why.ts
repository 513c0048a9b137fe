import { type CommandName, grammarOf } from '../../grammar/commands/table.ts';
import { type Reader, say, type WordKey } from '../../words/words.ts';

/**
 * Explains when this command is the right one and another is not (S3, S7); empty for a command that the grammar gives
 * no reason.
 */
export function why(command: CommandName | undefined, { language }: Reader): string {
  const hasReason = command !== undefined && grammarOf(command).hasReason;
  return hasReason ? say(language, `why.${command}` as WordKey) : '';
}
