import * as openid from 'openid-client';
import { z } from 'zod';
import type { CustomerPerson } from '../relationship/people.ts';
import { cleanName } from '../relationship/values/clean-text.ts';

/** The secrets of one sign-in: they must match when the browser comes back from Entra. */
export type SignInCheck = {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
};

/** The app registration that people sign in to; Entra must know its redirect URL. */
export type EntraSignInParts = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUrl: string;
};

// Role template ids: Global Administrator and Billing Administrator.
const ADMINISTRATORS = ['62e90394-69f5-4237-9190-012177145e10', 'b0f54661-2d74-4c50-afa3-1ec803f12efe'];
const DEADLINE_SECONDS = 5;
const REMEMBER_MS = 3_600_000;
// A configuration whose clock is more wrong than this is made anew; the library tolerates three times as much.
const MOST_SKEW_SECONDS = 10;
const MOST_REMEMBERED = 1000;

const claims = z.object({
  tid: z.guid(),
  oid: z.guid(),
  name: z.string().max(256).optional(),
  preferred_username: z.string().max(320).optional(),
  email: z.string().max(320).optional(),
  upn: z.string().max(320).optional(),
  wids: z.array(z.string()).optional(),
  acct: z.union([z.number(), z.string()]).optional(),
  idp: z.string().optional(),
});

/** Signs people in with OpenID Connect (authorization code and PKCE) at the authority of one tenant. */
export function createSignIn(parts: EntraSignInParts, now: () => Date) {
  const configuration = createConfigurations(parts, now);

  return {
    /**
     * Starts a sign-in: returns the URL for the browser, and the secrets to check when it comes back. `authority`:
     * `{login authority}/{tenant}`.
     */
    async begin(authority: string, locale: string): Promise<{ url: string; check: SignInCheck }> {
      const config = await configuration(authority);
      const check = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        codeVerifier: openid.randomPKCECodeVerifier(),
      };
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: parts.redirectUrl,
        scope: 'openid profile email',
        state: check.state,
        nonce: check.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(check.codeVerifier),
        code_challenge_method: 'S256',
        prompt: 'select_account',
        ui_locales: locale,
      });
      return { url: url.href, check };
    },

    /** The person that Entra has authenticated; throws when any check fails. */
    async complete(authority: string, query: string, check: SignInCheck): Promise<CustomerPerson> {
      const config = await configuration(authority);
      const tokens = await openid.authorizationCodeGrant(config, new URL(`${parts.redirectUrl}${query}`), {
        expectedState: check.state,
        expectedNonce: check.nonce,
        pkceCodeVerifier: check.codeVerifier,
        idTokenExpected: true,
      });
      return person(claims.parse(tokens.claims()));
    },
  };
}

// What Entra says of an authority, for an hour, together with how wrong this machine's clock is.
function createConfigurations(parts: EntraSignInParts, now: () => Date) {
  const remembered = new Map<string, { config: openid.Configuration; skew: number; until: number }>();
  // The library judges Entra's times by this machine's clock, unless it is told how far that is behind.
  const skewNow = () => Math.round((now().getTime() - Date.now()) / 1000);

  return async (authority: string): Promise<openid.Configuration> => {
    const known = remembered.get(authority);
    const skew = skewNow();
    const isRight = known && Math.abs(known.skew - skew) < MOST_SKEW_SECONDS;
    if (isRight && known.until > now().getTime()) return known.config;
    const config = await discover(authority, parts, skew);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(authority, { config, skew, until: now().getTime() + REMEMBER_MS });
    return config;
  };
}

async function discover(
  authority: string,
  parts: EntraSignInParts,
  skew: number,
): Promise<openid.Configuration> {
  const isInsecure = authority.startsWith('http://');
  return openid.discovery(
    new URL(`${authority}/v2.0`),
    parts.clientId,
    {
      client_secret: parts.clientSecret,
      id_token_signed_response_alg: 'RS256',
      [openid.clockSkew]: skew,
    },
    openid.ClientSecretPost(parts.clientSecret),
    // Plain http passes the configuration for loopback addresses only.
    { timeout: DEADLINE_SECONDS, execute: isInsecure ? [openid.allowInsecureRequests] : [] },
  );
}

function person(claim: z.infer<typeof claims>): CustomerPerson {
  const { tid, oid, name, preferred_username: username, email, upn, wids = [] } = claim;
  const emails = [...new Set([username, email, upn].filter((one) => one !== undefined))];
  return {
    kind: 'customer',
    tenantId: tid.toLowerCase(),
    objectId: oid.toLowerCase(),
    name: cleanName(name ?? '') || cleanName(username ?? '') || oid,
    emails,
    isAdministrator: wids.some((role) => ADMINISTRATORS.includes(role.toLowerCase())),
    isGuest: isGuest(claim),
  };
}

// A missing claim proves nothing, so administrators need `wids`. Entra sends `acct` and `idp` only where the app
// registration asks for them.
function isGuest({ tid, acct, idp }: z.infer<typeof claims>): boolean {
  return String(acct ?? 0) === '1' || (idp !== undefined && !idp.toLowerCase().includes(tid.toLowerCase()));
}
