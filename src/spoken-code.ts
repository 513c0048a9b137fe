import { randomInt } from 'node:crypto';
import { SPOKEN } from './relationship/verification-code.ts';

/** `length` characters that nobody confuses when reading them aloud. */
export function spokenCode(length: number): string {
  return Array.from({ length }, () => SPOKEN[randomInt(SPOKEN.length)]).join('');
}
