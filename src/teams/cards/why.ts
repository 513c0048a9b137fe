import type { CommandName } from '../../grammar/commands/table.ts';
import { type Reader, say } from '../../words/words.ts';

/** When this command is the right one and not another (S3, S7); empty where nobody would wonder. */
export function why(command: CommandName | undefined, { language }: Reader): string {
  return command === 'invite' || command === 'add' ? say(language, `why.${command}`) : '';
}
