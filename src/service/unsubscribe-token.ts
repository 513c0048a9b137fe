import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Issued } from '../relationship/relationship.ts';
import type { TokenHash } from '../relationship/values/link-token.ts';

/** What an unsubscribe link names, read but not verified: `isProofFor` verifies it. */
export type Unsubscribing = {
  readonly relationshipId: string;
  readonly invitationId: string;
  readonly proof: string;
};

/**
 * The token in the unsubscribe link of an invitation's mails. The key of its proof is the hash of the invitation's own
 * link, which only the store has: nothing else has to be stored, and the token is valid as long as the invitation is
 * stored.
 */
export function unsubscribeToken(relationshipId: string, { id, tokenHash }: Issued): string {
  return `${relationshipId}.${id}.${proofOf(tokenHash)}`;
}

/** The parts of such a token; undefined for any other text. */
export function readUnsubscribeToken(token: string): Unsubscribing | undefined {
  const [, relationshipId, invitationId, proof] =
    /^([0-9a-f-]{36})\.(R-[0-9A-Z]{3,8})\.([\w-]{43})$/.exec(token) ?? [];
  if (relationshipId === undefined || invitationId === undefined || proof === undefined) return undefined;
  return { relationshipId, invitationId, proof };
}

/** Whether the token was made for this invitation. */
export function isProofFor({ tokenHash }: Issued, { proof }: Unsubscribing): boolean {
  return timingSafeEqual(Buffer.from(proofOf(tokenHash)), Buffer.from(proof));
}

function proofOf(tokenHash: TokenHash): string {
  return createHmac('sha256', tokenHash).update('vinculo unsubscribe').digest('base64url');
}
