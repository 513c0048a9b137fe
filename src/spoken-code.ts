import { randomInt } from 'node:crypto';

const SPOKEN = '23456789CDFGHJKMNPQRTVWXY';

/** `length` characters that nobody confuses when reading them aloud. */
export function spokenCode(length: number): string {
  return Array.from({ length }, () => SPOKEN[randomInt(SPOKEN.length)]).join('');
}
