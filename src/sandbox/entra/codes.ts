import { createHash, randomBytes } from 'node:crypto';
import { refuse } from './errors.ts';
import type { Account, Place } from './places.ts';

/** Somebody's consent to being signed in, as its code will prove it. */
export type Consent = Readonly<{
  place: Place;
  account: Account;
  redirectUri: string;
  codeChallenge: string;
  nonce: string;
  scopes: readonly string[];
}>;

type Redemption = Readonly<{ place: Place; code: string; redirectUri: string; codeVerifier: string }>;

const lifeMilliseconds = 60_000;

/** Codes that are good for one try within a minute, whether the try succeeds or not. */
export function createCodes(now: () => number) {
  const issued = new Map<string, { consent: Consent; expiresAt: number; isUsed: boolean }>();

  function issue(consent: Consent) {
    for (const [code, { expiresAt }] of issued) {
      // Kept for a while after they expired, so that a latecomer is told why.
      if (expiresAt + lifeMilliseconds < now()) issued.delete(code);
    }
    const code = randomBytes(32).toString('base64url');
    issued.set(code, { consent, expiresAt: now() + lifeMilliseconds, isUsed: false });
    return code;
  }

  function redeem(redemption: Redemption): Consent {
    const found = issued.get(redemption.code) ?? refuse('unknown-code');
    if (found.isUsed) refuse('used-code');
    found.isUsed = true;
    if (found.expiresAt <= now()) refuse('expired-code');
    return mustBeItsOwner(found.consent, redemption);
  }
  return { issue, redeem };
}

/** Codes, and what each proves. */
export type Codes = ReturnType<typeof createCodes>;

function mustBeItsOwner(consent: Consent, { place, redirectUri, codeVerifier }: Redemption) {
  if (!isSamePlace(consent.place, place)) refuse('unknown-code');
  if (consent.redirectUri !== redirectUri) refuse('other-redirect');
  if (consent.codeChallenge !== challengeOf(codeVerifier)) refuse('wrong-verifier');
  return consent;
}

function isSamePlace(one: Place, other: Place) {
  return one.authority.url === other.authority.url && one.tenant?.id === other.tenant?.id;
}

function challengeOf(verifier: string) {
  return createHash('sha256').update(verifier).digest('base64url');
}
