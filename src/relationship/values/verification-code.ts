/** Characters that nobody confuses when reading them aloud. */
export const SPOKEN = '23456789CDFGHJKMNPQRTVWXY';

const LENGTH = 6;
// As many hexadecimal digits as a number holds exactly.
const DIGITS = 13;

/**
 * Six characters that belong to one link, in two groups: whoever asks and whoever is asked can read them to each other
 * to know that they look at the same request. They follow from the hash of the link's token, so any link has them,
 * also one that never was; they open nothing.
 */
export function verificationCode(tokenHash: string): string {
  let rest = Number.parseInt(tokenHash.slice(0, DIGITS), 16);
  if (!Number.isSafeInteger(rest)) throw new Error('A token’s hash is written in hexadecimal');
  let code = '';
  for (let at = 0; at < LENGTH; at++) {
    code += SPOKEN[rest % SPOKEN.length];
    rest = Math.floor(rest / SPOKEN.length);
  }
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}
