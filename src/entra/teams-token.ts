import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { request } from 'undici';
import { z } from 'zod';
import { cleanName } from '../relationship/values/clean-text.ts';

/** The person who uses Teams, as a checked token names them. */
export type TeamsPerson = { readonly tenantId: string; readonly objectId: string; readonly name: string };

/** The result of checking a single sign-on token; `unavailable`: Entra's keys cannot be fetched now. */
export type TokenVerdict =
  | { readonly verdict: 'proved'; readonly person: TeamsPerson }
  | { readonly verdict: 'refused' | 'other-tenant' | 'unavailable' };

/** Which single sign-on tokens are accepted: those for this app, of people in these tenants. */
export type TeamsTokenTrust = {
  readonly authority: string;
  readonly clientId: string;
  /** The origin of the tab; with the client id it makes the Application ID URI. */
  readonly publicUrl: string;
  readonly tenantIds: readonly string[];
};

type Issuer = { readonly name: string; readonly keys: ReturnType<typeof createRemoteJWKSet> };

const DAY_MS = 86_400_000;
const DEADLINE_MS = 5000;
// An unknown key id may be a new key or an invented one: the keys are fetched again, but at most this often.
const ASK_AGAIN_MS = 10_000;
const SKEW_SECONDS = 300;
const LONGEST_TOKEN = 16_384;
/** The one permission that the app registration exposes to Teams. */
const SCOPE = 'access_as_user';

const metadata = z.object({ issuer: z.string(), jwks_uri: z.url() });
const promise = z.object({ tid: z.guid().toLowerCase(), ver: z.enum(['1.0', '2.0']) });
const claims = z.object({
  tid: z.guid().toLowerCase(),
  oid: z.guid().toLowerCase(),
  scp: z.string().refine((text) => text.split(' ').includes(SCOPE)),
  name: z.string().max(256).optional(),
});

/**
 * Checks the tokens that Teams gives to a tab (`authentication.getAuthToken`), versions 1.0 and 2.0, with the keys of
 * the tenant that they name. Nothing is fetched or remembered for a tenant that is not a partner's.
 */
export function createTeamsTokens(trust: TeamsTokenTrust, now: () => Date) {
  const remembered = new Map<string, { issuer: Promise<Issuer>; until: number }>();

  function issuerOf(tenantId: string, version: Version): Promise<Issuer> {
    const url = `${trust.authority}/${tenantId}${version === '2.0' ? '/v2.0' : ''}`;
    const known = remembered.get(url);
    if (known && known.until > now().getTime()) return known.issuer;
    const issuer = fetchIssuer(`${url}/.well-known/openid-configuration`);
    remembered.set(url, { issuer, until: now().getTime() + DAY_MS });
    // A failed fetch is not remembered.
    issuer.catch(() => remembered.delete(url));
    return issuer;
  }

  return async (token: string): Promise<TokenVerdict> => {
    const said = promised(token);
    if (!said) return { verdict: 'refused' };
    if (!trust.tenantIds.includes(said.tid)) return { verdict: 'other-tenant' };
    const issuer = await issuerOf(said.tid, said.ver).catch(() => undefined);
    return issuer ? verifiedToken(token, { issuer, trust, at: now() }) : { verdict: 'unavailable' };
  };
}

type Version = z.infer<typeof promise>['ver'];

// What the token says of itself, before its signature is checked.
function promised(token: string): z.infer<typeof promise> | undefined {
  if (token.length > LONGEST_TOKEN) return undefined;
  try {
    const { alg } = decodeProtectedHeader(token);
    return alg === 'RS256' ? promise.safeParse(decodeJwt(token)).data : undefined;
  } catch (error) {
    // The text is not a token.
    if (error instanceof TypeError || error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

type Against = { readonly issuer: Issuer; readonly trust: TeamsTokenTrust; readonly at: Date };

async function verifiedToken(token: string, { issuer, trust, at }: Against): Promise<TokenVerdict> {
  const { clientId, publicUrl } = trust;
  try {
    const { payload } = await jwtVerify(token, issuer.keys, {
      algorithms: ['RS256'],
      issuer: issuer.name,
      audience: [clientId, `api://${new URL(publicUrl).host}/${clientId}`],
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ['exp'],
      currentDate: at,
    });
    return personIn(payload);
  } catch (error) {
    if (areKeysAway(error)) return { verdict: 'unavailable' };
    // jose's errors say which check failed; the answer is the same for all.
    if (error instanceof errors.JOSEError) return { verdict: 'refused' };
    throw error;
  }
}

function personIn(payload: JWTPayload): TokenVerdict {
  const { success, data } = claims.safeParse(payload);
  if (!success) return { verdict: 'refused' };
  const { tid: tenantId, oid: objectId, name = '' } = data;
  return { verdict: 'proved', person: { tenantId, objectId, name: cleanName(name) || objectId } };
}

// jose fetches keys with `fetch`, whose failures are TypeErrors; an answer that is no key set is its general error.
function areKeysAway(error: unknown): boolean {
  return error instanceof TypeError || error instanceof errors.JWKSTimeout || isGeneral(error);
}

function isGeneral(error: unknown): boolean {
  return error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC';
}

async function fetchIssuer(url: string): Promise<Issuer> {
  const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
  if (statusCode !== 200) {
    await body.dump();
    throw new Error(`Entra answered ${statusCode} when asked for its keys`);
  }
  const { issuer: name, jwks_uri: keysUrl } = metadata.parse(await body.json());
  const patience = { timeoutDuration: DEADLINE_MS, cooldownDuration: ASK_AGAIN_MS, cacheMaxAge: DAY_MS };
  return { name, keys: createRemoteJWKSet(new URL(keysUrl), patience) };
}
