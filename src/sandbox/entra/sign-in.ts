import type { JWTPayload } from 'jose';
import { type HttpRequest, jsonAnswer, type StandInAnswer, serve } from '../http-server.ts';
import { createSigningKey, type SigningKey } from '../signing-key.ts';
import { tenants as sandboxTenants, type Tenant } from '../world.ts';
import { authorize, choose, languageFor } from './authorize.ts';
import { classicIssuer, type TeamsTokenRequest, teamsTokenClaims } from './claims.ts';
import { type Codes, createCodes } from './codes.ts';
import { classicDiscoveryDocument, discoveryDocument, issuer } from './discovery.ts';
import { refusalAnswer, refusalIn } from './errors.ts';
import { refusalPage } from './page.ts';
import { type Directory, type EntraAuthority, type EntraPlace, locate } from './places.ts';
import { exchange } from './token.ts';

type EntraOptions = Readonly<{
  port?: number;
  clientId: string;
  clientSecret: string;
  /** The tenants that Entra knows, the app's own first; by default those of the sandbox's world. */
  tenants?: readonly Tenant[];
  /** Where codes may be sent, besides http addresses of this machine. */
  redirectUris?: readonly string[];
  /**
   * Whether a cloud answers a look-up of another cloud's tenant (`named`) or does not know that tenant. Microsoft's
   * public cloud does name tenants of the US Government cloud; a request to sign in there fails all the same.
   */
  otherClouds?: 'named' | 'unknown';
  /** Milliseconds of the clock by which codes and tokens expire. */
  now?: () => number;
}>;

type TeamsTokenAsked = Omit<TeamsTokenRequest, 'authority'>;
type Rooms = Readonly<{
  directory: Directory;
  codes: Codes;
  key: SigningKey;
  seesOtherClouds: boolean;
}>;

type Route = Readonly<{
  method: 'GET' | 'POST';
  isPage?: true;
  seesOtherClouds?: true;
  answer: (asked: EntraRequest) => StandInAnswer | Promise<StandInAnswer>;
}>;
type EntraRequest = Readonly<{ place: EntraPlace; request: HttpRequest; rooms: Rooms }>;

const governmentPath = '/usgov';
const address = /^(\/usgov)?\/([^/]+)\/(.+)$/;
const routes = new Map<string, Route>(
  Object.entries<Route>({
    'v2.0/.well-known/openid-configuration': {
      method: 'GET',
      seesOtherClouds: true,
      answer: ({ place }) => jsonAnswer(200, discoveryDocument(place)),
    },
    '.well-known/openid-configuration': {
      method: 'GET',
      answer: ({ place }) =>
        jsonAnswer(200, classicDiscoveryDocument(place, classicIssuer(place.tenant?.id ?? '{tenantid}'))),
    },
    'discovery/v2.0/keys': {
      method: 'GET',
      answer: ({ place, rooms }) => jsonAnswer(200, { keys: [{ ...rooms.key.jwk, issuer: issuer(place) }] }),
    },
    'oauth2/v2.0/authorize': {
      method: 'GET',
      isPage: true,
      answer: ({ place, request, rooms }) => authorize({ place, request, directory: rooms.directory }),
    },
    'oauth2/v2.0/choose': {
      method: 'POST',
      isPage: true,
      answer: ({ place, request, rooms: { directory, codes } }) =>
        choose({ place, request, directory }, codes.issue),
    },
    'oauth2/v2.0/token': {
      method: 'POST',
      answer: ({ place, request, rooms: { directory, codes, key } }) =>
        exchange(place, request, { directory, codes, sign: key.sign }),
    },
  }),
);

/** Starts a stand-in for Microsoft Entra: authorities in two clouds, and people who can sign in there, until `stop`. */
export async function startSignIn(options: EntraOptions) {
  const { port, tenants = Object.values(sandboxTenants), redirectUris = [], now = Date.now } = options;
  const { clientId, clientSecret } = options;
  const directory = { tenants, redirectUris, now, clientId, clientSecret };
  const seesOtherClouds = options.otherClouds === 'named';
  const rooms = { directory, codes: createCodes(now), key: await createSigningKey(), seesOtherClouds };
  const { origin, stop } = await serve({
    port,
    bodyLimit: 64 * 1024,
    answer: (request) => answer(request, rooms),
  });
  const tokenUrl = `${origin}/${tenants[0]?.id}/oauth2/v2.0/token`;
  return {
    url: origin,
    governmentUrl: `${origin}${governmentPath}`,
    tokenUrl,
    /** The token that Teams would get for a tab of this person; `changes` replaces claims. */
    teamsToken: (asked: TeamsTokenAsked, changes: JWTPayload = {}) => {
      const authority: EntraAuthority = { url: origin, cloud: 'public' };
      return rooms.key.sign({ ...teamsTokenClaims({ authority, ...asked }, directory), ...changes });
    },
    stop,
  };
}

async function answer(request: HttpRequest, rooms: Rooms): Promise<StandInAnswer> {
  const [, government, name = '', endpoint = ''] = address.exec(request.url.pathname) ?? [];
  const route = routes.get(endpoint);
  if (!route) return jsonAnswer(404, { error: 'not_found' });
  if (route.method !== request.method) return { status: 405, headers: { allow: route.method } };
  const [here, there] = authorities(request.url.origin, government);
  const where = rooms.seesOtherClouds && route.seesOtherClouds ? { here, there } : { here };
  try {
    return await route.answer({ place: locate(where, name, rooms.directory.tenants), request, rooms });
  } catch (error) {
    return answerRefusal(error, route, request);
  }
}

function answerRefusal(error: unknown, { isPage }: Route, request: HttpRequest) {
  const refusal = refusalIn(error);
  if (!refusal) throw error;
  return isPage ? refusalPage(refusal, languageFor(request)) : refusalAnswer(refusal);
}

function authorities(
  origin: string,
  government: string | undefined,
): [here: EntraAuthority, there: EntraAuthority] {
  const publicCloud: EntraAuthority = { url: origin, cloud: 'public' };
  const usgov: EntraAuthority = { url: `${origin}${governmentPath}`, cloud: 'usgov' };
  return government ? [usgov, publicCloud] : [publicCloud, usgov];
}
