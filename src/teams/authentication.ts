import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JWK, jwtVerify } from 'jose';
import { request } from 'undici';
import { z } from 'zod';
import { createVerifiedTokens, type VerifiedToken } from './verified-tokens.ts';

/** The channel service whose activities the bot accepts, and the hosts to which the bot may send its own token. */
export type ChannelTrust = {
  readonly appId: string;
  readonly openIdMetadataUrl: string;
  readonly issuer: string;
  readonly serviceUrlHosts: readonly string[];
};

/** Whether a request comes from the channel service; `unavailable`: its keys cannot be fetched at the moment. */
export type Verdict = 'authentic' | 'refused' | 'unavailable';

type Key = { readonly endorsements: readonly string[]; readonly set: ReturnType<typeof createLocalJWKSet> };
type Keys = { readonly byId: ReadonlyMap<string, Key>; readonly fetchedAt: number };

const DAY_MS = 86_400_000;
// An unknown key id may be a new key or an invented one: the keys are fetched again, but at most this often.
const ASK_AGAIN_MS = 10_000;
const DEADLINE_MS = 5000;
const SKEW_SECONDS = 300;
const LONGEST_TOKEN = 8192;

const metadata = z.object({ jwks_uri: z.string() });
const keySet = z.object({
  keys: z.array(
    z.looseObject({ kty: z.string(), kid: z.string(), endorsements: z.array(z.string()).optional() }),
  ),
});

/**
 * Checks that an activity was signed by the channel service for this bot, and that its service URL is the one in the
 * signature and on the list. There is no exception: not for an empty app id, not for the emulator, not for skills.
 */
export function createAuthentication(trust: ChannelTrust, now: () => Date) {
  let keys: Keys | undefined;
  let fetching: Promise<Keys> | undefined;
  const tokens = createVerifiedTokens<Key>(SKEW_SECONDS);

  // All requests that wait for the keys share one fetch.
  function fetched(): Promise<Keys> {
    fetching ??= fetchKeys(trust.openIdMetadataUrl)
      .then((byId) => {
        keys = { byId, fetchedAt: now().getTime() };
        return keys;
      })
      .finally(() => {
        fetching = undefined;
      });
    return fetching;
  }

  async function keysFor(kid: string): Promise<Keys> {
    // The clock may have been set back since: keys from the future are not fresh.
    const age = keys ? Math.abs(now().getTime() - keys.fetchedAt) : Number.POSITIVE_INFINITY;
    const isKnown = keys?.byId.has(kid);
    return keys && age < (isKnown ? DAY_MS : ASK_AGAIN_MS) ? keys : fetched();
  }

  async function isSigned(token: string, { kid, key }: { kid: string; key: Key }, activity: Signed) {
    if (!key.endorsements.includes(activity.channelId)) return false;
    const at = now();
    const verified = tokens.valid(token, key, at) ?? (await verify(token, { kid, key, trust, at }));
    if (verified?.serviceUrl !== activity.serviceUrl) return false;
    tokens.keep(token, verified);
    return true;
  }

  return async (authorization: string | undefined, activity: Signed): Promise<Verdict> => {
    const token = bearer(authorization);
    const kid = tokens.find(token)?.kid ?? promisingKeyId(token, trust.issuer);
    if (kid === undefined || !isAllowedHost(activity.serviceUrl, trust.serviceUrlHosts)) return 'refused';
    const known = await keysFor(kid).catch(() => undefined);
    if (!known) return 'unavailable';
    const key = known.byId.get(kid);
    return key && (await isSigned(token, { kid, key }, activity)) ? 'authentic' : 'refused';
  };
}

type Signed = { readonly serviceUrl: string; readonly channelId: string };

function bearer(authorization = ''): string {
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1] ?? '';
}

// For a token that does not even claim to come from the channel service, nothing is fetched or remembered.
function promisingKeyId(token: string, issuer: string): string | undefined {
  if (token === '' || token.length > LONGEST_TOKEN) return undefined;
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return alg === 'RS256' && decodeJwt(token).iss === issuer ? kid : undefined;
  } catch (error) {
    // The text is not a token.
    if (error instanceof TypeError || (error instanceof Error && 'code' in error)) return undefined;
    throw error;
  }
}

type Claimed = {
  readonly kid: string;
  readonly key: Key;
  readonly trust: ChannelTrust;
  readonly at: Date;
};

async function verify(
  token: string,
  { kid, key, trust, at }: Claimed,
): Promise<VerifiedToken<Key> | undefined> {
  try {
    const { payload } = await jwtVerify(token, key.set, {
      algorithms: ['RS256'],
      issuer: trust.issuer,
      audience: trust.appId,
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ['exp'],
      currentDate: at,
    });
    const { exp: expires = 0, nbf: notBefore = 0 } = payload;
    return { kid, key, serviceUrl: payload['serviceurl'] ?? payload['serviceUrl'], notBefore, expires };
  } catch (error) {
    // jose's errors say which check failed; the answer is the same for all.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

/** Whether the bot may send its own token to this URL: https and a listed host, or a listed `http://` entry. */
export function isAllowedHost(serviceUrl: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, host, username, password } = new URL(serviceUrl);
  if (username !== '' || password !== '') return false;
  return hosts.includes(protocol === 'https:' ? host : `${protocol}//${host}`);
}

async function fetchKeys(metadataUrl: string): Promise<ReadonlyMap<string, Key>> {
  const { jwks_uri: keysUrl } = metadata.parse(await getJson(metadataUrl));
  const { keys } = keySet.parse(await getJson(keysUrl));
  return new Map(
    keys.map(({ endorsements = [], ...key }) => {
      return [key.kid, { endorsements, set: createLocalJWKSet({ keys: [key as JWK] }) }];
    }),
  );
}

async function getJson(url: string): Promise<unknown> {
  const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(DEADLINE_MS) });
  if (statusCode === 200) return body.json();
  await body.dump();
  throw new Error(`The channel's keys could not be fetched: ${statusCode}`);
}
