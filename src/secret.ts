import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in base64url: what a link, a cookie or a form carries. */
export function drawSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** All that the store keeps of a secret: its SHA-256. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
