import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from 'openid-client';
import { afterAll, beforeAll, expect } from 'vitest';
import { startSignIn } from '../../../src/sandbox/entra/sign-in.ts';
import { credentials, tenants } from '../../../src/sandbox/world.ts';

const { clientId, clientSecret } = credentials;
const { fabrikam, contoso } = tenants;

/** Where the sandbox’s Entra sends people back to. */
export const redirectUri = 'http://localhost:3978/sign-in/callback';
/** The secret of every authorization request of these tests (PKCE). */
export const verifier = randomPKCECodeVerifier();
/** What an authorization request tells of the secret. */
export const challenge = await calculatePKCECodeChallenge(verifier);

/** The sandbox’s Entra for the tests of one file, on a clock of their own, and the requests of an app to it. */
export function useSandboxEntra() {
  const entra = {} as Awaited<ReturnType<typeof startSignIn>>;
  const clock = { now: Date.now() };

  beforeAll(async () => {
    const redirectUris = ['https://vinculo.example/sign-in/callback'];
    Object.assign(entra, await startSignIn({ ...credentials, redirectUris, now: () => clock.now }));
  });
  afterAll(() => entra.stop());

  async function discover(name: string, authority = entra.url) {
    const response = await fetch(`${authority}/${name}/v2.0/.well-known/openid-configuration`);
    return { status: response.status, body: await response.json() };
  }

  function authorizeUrl(
    changes: Record<string, string | undefined> = {},
    place = `${entra.url}/${contoso.id}`,
  ) {
    const asked = {
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid profile email',
      state: 'state-1',
      nonce: 'nonce-1',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    };
    return `${place}/oauth2/v2.0/authorize?${form({ ...asked, ...changes })}`;
  }

  function submit(url: string, choice: Record<string, string>) {
    const body = form(choice);
    return fetch(url.replace('/authorize?', '/choose?'), { method: 'POST', body, redirect: 'manual' });
  }

  async function choose(url: string, choice: Record<string, string>) {
    const response = await submit(url, choice);
    expect(response.status).toBe(303);
    return new URL(response.headers.get('location') ?? '');
  }

  async function codeFor(person: string, url = authorizeUrl()) {
    const { searchParams } = await choose(url, { person });
    expect(searchParams.get('state')).toBe('state-1');
    return searchParams.get('code') ?? '';
  }

  function redeem(changes: Record<string, string | undefined>, place = `${entra.url}/${contoso.id}`) {
    const asked = {
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    };
    return token({ ...asked, ...changes }, {}, place);
  }

  async function tokensFor(person: string, place = `${entra.url}/${contoso.id}`) {
    const response = await redeem({ code: await codeFor(person, authorizeUrl({}, place)) }, place);
    expect(response.status).toBe(200);
    return await response.json();
  }

  function token(
    fields: Record<string, string | undefined>,
    headers: Record<string, string> = {},
    place = `${entra.url}/${fabrikam.id}`,
  ) {
    return fetch(`${place}/oauth2/v2.0/token`, { method: 'POST', body: form(fields), headers });
  }

  return { entra, clock, discover, authorizeUrl, submit, choose, codeFor, redeem, tokensFor, token };
}

/** The status and the codes of an error that Entra answers. */
export async function refusal(asked: Promise<Response>) {
  const response = await asked;
  const { error, error_codes } = await response.json();
  return [response.status, error, ...error_codes];
}

/** The header with which an app names itself and its secret. */
export function basic(id: string, secret: string) {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

/** The fields of a form, without those that are left out. */
export function form(fields: Record<string, string | undefined>) {
  const given = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return new URLSearchParams(given);
}

/** The ids of the people who stand on an account picker. */
export function peopleOn(page: string) {
  return [...page.matchAll(/name="person" value="([^"]+)"/g)].map(([, id]) => id);
}
