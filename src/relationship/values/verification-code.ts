import type { TokenHash } from './link-token.ts';
/** The characters that are hard to confuse when read aloud. */
export const SPOKEN = '23456789CDFGHJKMNPQRTVWXY';

const LENGTH = 6;
// A number holds this many hexadecimal digits exactly.
const DIGITS = 13;

/**
 * Six characters in two groups that follow from the hash of a link's token. Agent and customer read them to each other
 * to know that they look at the same request. The code gives access to nothing. Throws if the hash is not hexadecimal.
 */
export function verificationCode(tokenHash: TokenHash): string {
  let rest = Number.parseInt(tokenHash.slice(0, DIGITS), 16);
  if (!Number.isSafeInteger(rest)) throw new Error('A token’s hash is written in hexadecimal');
  let code = '';
  for (let at = 0; at < LENGTH; at++) {
    code += SPOKEN[rest % SPOKEN.length];
    rest = Math.floor(rest / SPOKEN.length);
  }
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}
