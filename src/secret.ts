import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, randomInt } from 'node:crypto';
import type { Token, TokenHash } from './relationship/values/link-token.ts';
import { SPOKEN } from './relationship/values/verification-code.ts';

/** 256 random bits in base64url: what a link, a cookie or a form carries. */
export function drawSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A new link's secret. */
export function drawToken(): Token {
  return drawSecret() as Token;
}

/** `length` random characters that people do not confuse when they read them aloud. */
export function spokenCode(length: number): string {
  return Array.from({ length }, () => SPOKEN[randomInt(SPOKEN.length)]).join('');
}

/** The SHA-256 of a secret in hex: the store keeps this instead of the secret. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** What the store keeps of a link's secret. */
export function hashToken(token: Token): TokenHash {
  return hashSecret(token) as TokenHash;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts the token of a link that has to wait in the store (AES-256-GCM), with a key that only the environment has.
 * A token is sealed together with its hash, so what was sealed for one invitation cannot be opened for another.
 */
export function createSeal(password: string) {
  const key = Buffer.from(hkdfSync('sha256', password, '', 'vinculo sealed link', 32));

  return {
    seal(token: Token): string {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(hashToken(token)));
      const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
    },

    /** The token; undefined when the password has changed since, or the sealed text is not from this program. */
    open(sealed: string, tokenHash: TokenHash): Token | undefined {
      const bytes = Buffer.from(sealed, 'base64url');
      try {
        const iv = bytes.subarray(0, IV_BYTES);
        const decipher = createDecipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(tokenHash)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const opened = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
        return Buffer.concat([opened, decipher.final()]).toString('utf8') as Token;
      } catch {
        // Node throws the same error for a wrong key, a wrong tag and a wrong length.
        return undefined;
      }
    },
  };
}

/** Encrypts the tokens that have to wait in the store. */
export type Seal = ReturnType<typeof createSeal>;
