import { createHash, randomBytes } from 'node:crypto';
import { refuseWith } from './errors.ts';
import type { Account, EntraPlace } from './places.ts';

/** A person's consent to a sign-in, for which a code was issued. */
export type Consent = Readonly<{
  place: EntraPlace;
  account: Account;
  redirectUri: string;
  codeChallenge: string;
  nonce: string;
  scopes: readonly string[];
}>;

type Redemption = Readonly<{ place: EntraPlace; code: string; redirectUri: string; codeVerifier: string }>;

const lifeMilliseconds = 60_000;

/** Issues and redeems codes. A code can be tried once within a minute; a failed try uses it up too. */
export function createCodes(now: () => number) {
  const issued = new Map<string, { consent: Consent; expiresAt: number; isUsed: boolean }>();

  function issue(consent: Consent) {
    for (const [code, { expiresAt }] of issued) {
      // An expired code is kept for another minute, so that a late try gets the right reason.
      if (expiresAt + lifeMilliseconds < now()) issued.delete(code);
    }
    const code = randomBytes(32).toString('base64url');
    issued.set(code, { consent, expiresAt: now() + lifeMilliseconds, isUsed: false });
    return code;
  }

  function redeem(redemption: Redemption): Consent {
    const found = issued.get(redemption.code) ?? refuseWith('unknown-code');
    if (found.isUsed) refuseWith('used-code');
    found.isUsed = true;
    if (found.expiresAt <= now()) refuseWith('expired-code');
    return mustBeItsOwner(found.consent, redemption);
  }
  return { issue, redeem };
}

/** The codes that were issued, each with the consent that it stands for. */
export type Codes = ReturnType<typeof createCodes>;

function mustBeItsOwner(consent: Consent, { place, redirectUri, codeVerifier }: Redemption) {
  if (!isSamePlace(consent.place, place)) refuseWith('unknown-code');
  if (consent.redirectUri !== redirectUri) refuseWith('other-redirect');
  if (consent.codeChallenge !== challengeOf(codeVerifier)) refuseWith('wrong-verifier');
  return consent;
}

function isSamePlace(one: EntraPlace, other: EntraPlace) {
  return one.authority.url === other.authority.url && one.tenant?.id === other.tenant?.id;
}

function challengeOf(verifier: string) {
  return createHash('sha256').update(verifier).digest('base64url');
}
