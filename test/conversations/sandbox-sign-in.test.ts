import { once } from 'node:events';
import { get, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  randomPKCECodeVerifier,
} from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSignIn } from '../../src/sandbox/entra/sign-in.ts';
import { credentials, globalAdministrator, people, tenants } from '../../src/sandbox/world.ts';

const { clientId, clientSecret } = credentials;
const { fabrikam, contoso, adatum, northwind } = tenants;
const redirectUri = 'http://localhost:3978/sign-in/callback';
const verifier = randomPKCECodeVerifier();
const challenge = await calculatePKCECodeChallenge(verifier);
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

let now = Date.now();
let entra: Awaited<ReturnType<typeof startSignIn>>;

beforeAll(async () => {
  const redirectUris = ['https://vinculo.example/sign-in/callback'];
  entra = await startSignIn({ ...credentials, redirectUris, now: () => now });
});
afterAll(() => entra.stop());

describe('discovery', () => {
  it.each(['contoso.com', 'Contoso.COM', contoso.id, contoso.id.toUpperCase()])(
    'finds Contoso by %s',
    async (name) => {
      const { status, body } = await discover(name);

      expect(status).toBe(200);
      expect(body).toMatchObject({
        issuer: `${entra.url}/${contoso.id}/v2.0`,
        authorization_endpoint: `${entra.url}/${contoso.id}/oauth2/v2.0/authorize`,
        token_endpoint: `${entra.url}/${contoso.id}/oauth2/v2.0/token`,
        jwks_uri: `${entra.url}/${contoso.id}/discovery/v2.0/keys`,
        tenant_region_scope: 'EU',
        cloud_instance_name: 'microsoftonline.com',
      });
    },
  );

  it('tells the region of a tenant', async () => {
    expect((await discover(adatum.domain)).body).toMatchObject({ tenant_region_scope: 'NA' });
  });

  it('leaves the tenant in the issuer of all organizations open, as Entra does', async () => {
    expect((await discover('organizations')).body).toMatchObject({
      issuer: `${entra.url}/{tenantid}/v2.0`,
      token_endpoint: `${entra.url}/organizations/oauth2/v2.0/token`,
      tenant_region_scope: null,
    });
  });

  it.each(['nowhere.example', '5f0e1b1c-8f7e-4d4a-9a55-000000000000', 'contoso.com.', 'xn--contso-wxa.com'])(
    'knows no tenant %s',
    async (name) => {
      const { status, body } = await discover(name);

      expect(status).toBe(400);
      expect(body).toMatchObject({ error: 'invalid_tenant', error_codes: [expect.any(Number)] });
      expect(body.error_description).toMatch(/^AADSTS9000\d+: /);
      expect(body.trace_id).toMatch(guid);
    },
  );

  it('says AADSTS90002 of a domain without a tenant', async () => {
    expect((await discover('nowhere.example')).body).toMatchObject({ error_codes: [90002] });
  });

  it('keeps the clouds apart', async () => {
    const { status, body } = await discover(northwind.domain, entra.governmentUrl);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      issuer: `${entra.governmentUrl}/${northwind.id}/v2.0`,
      tenant_region_scope: 'USGov',
      cloud_instance_name: 'microsoftonline.us',
    });

    expect((await discover(northwind.domain)).body).toMatchObject({ error_codes: [90002] });
    expect((await discover(contoso.domain, entra.governmentUrl)).body).toMatchObject({
      error_codes: [90002],
    });
  });

  it('says, where it is told to, in which other cloud a tenant is, but signs nobody in there', async () => {
    const other = await startSignIn({ ...credentials, otherClouds: 'named' });
    try {
      const { status, body } = await discover(northwind.domain, other.url);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        issuer: `${other.governmentUrl}/${northwind.id}/v2.0`,
        cloud_instance_name: 'microsoftonline.us',
      });
      expect((await fetch(authorizeUrl({}, `${other.url}/${northwind.id}`))).status).toBe(400);
    } finally {
      await other.stop();
    }
  });
});

describe('the account picker', () => {
  it('lists a tenant’s people and guests, and nobody else', async () => {
    const page = await fetch(authorizeUrl()).then((response) => response.text());

    expect(peopleOn(page).sort()).toEqual([...contoso.people, ...contoso.guests].map(({ id }) => id).sort());
    expect(page).toContain('stand-in for Microsoft');
    expect(page).toContain('Megan Bowen');
  });

  it('lists the people of every tenant of its cloud for all organizations', async () => {
    const page = await fetch(authorizeUrl({}, `${entra.url}/organizations`)).then((response) =>
      response.text(),
    );

    expect(peopleOn(page)).toContain(people.dana.id);
    expect(peopleOn(page)).toContain(people.megan.id);
    expect(peopleOn(page)).not.toContain(people.danaAsGuest.id);
    expect(page).not.toContain(northwind.name);
  });

  it.each([
    ['es-ES,es;q=0.9,en;q=0.8', 'es', 'Elija una cuenta'],
    ['en-GB', 'en', 'Pick an account'],
    ['pt-PT', 'en', 'Pick an account'],
  ])('speaks the language of %s', async (accepted, lang, title) => {
    const response = await fetch(authorizeUrl(), { headers: { 'accept-language': accepted } });

    expect(response.headers.get('content-language')).toBe(lang);
    const page = await response.text();
    expect(page).toContain(`<html lang="${lang}">`);
    expect(page).toContain(`<h1>${title}</h1>`);
  });

  it('speaks the language that the app asks for', async () => {
    expect(await fetch(authorizeUrl({ ui_locales: 'es' })).then((response) => response.text())).toContain(
      'Elija una cuenta',
    );
  });

  it('puts the person who is expected first', async () => {
    const page = await fetch(authorizeUrl({ login_hint: 'alex@contoso.com' })).then((response) =>
      response.text(),
    );
    expect(peopleOn(page)[0]).toBe(people.alex.id);
  });

  it('renders nothing that it was sent as markup, and may not be framed', async () => {
    const response = await fetch(authorizeUrl({ state: '"><script>alert(1)</script>', login_hint: '<b>' }));

    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(await response.text()).not.toMatch(/<script|<b>/);
  });

  it('sends whoever cancels back without a code', async () => {
    const location = await choose(authorizeUrl(), { cancel: '' });

    expect(location.searchParams.get('error')).toBe('access_denied');
    expect(location.searchParams.get('state')).toBe('state-1');
    expect(location.searchParams.has('code')).toBe(false);
  });

  it('signs nobody in silently', async () => {
    const response = await fetch(authorizeUrl({ prompt: 'none' }), { redirect: 'manual' });
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe('login_required');
  });

  it.each([
    ['no challenge', { code_challenge: undefined }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['a short challenge', { code_challenge: 'abc' }],
    ['a token instead of a code', { response_type: 'id_token' }],
    ['no openid', { scope: 'profile' }],
    ['no state', { state: undefined }],
    ['no nonce', { nonce: undefined }],
    ['an endless state', { state: 'x'.repeat(5000) }],
    ['an unknown app', { client_id: '00000000-0000-4000-8000-000000000000' }],
    ['no app', { client_id: undefined }],
    ['a redirect elsewhere', { redirect_uri: 'https://attacker.example/callback' }],
    ['a redirect that only looks local', { redirect_uri: 'http://localhost.attacker.example/' }],
    ['a redirect with a password', { redirect_uri: 'http://localhost:80@attacker.example/' }],
    ['a redirect that is a script', { redirect_uri: 'javascript:alert(1)' }],
    ['a redirect with a fragment', { redirect_uri: `${redirectUri}#x` }],
    ['no redirect', { redirect_uri: undefined }],
  ])('answers %s with 400 and goes nowhere', async (_, changes) => {
    const response = await fetch(authorizeUrl(changes), { redirect: 'manual' });

    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toMatch(/AADSTS\d+/);
  });

  it('answers a parameter given twice with 400', async () => {
    expect((await fetch(`${authorizeUrl()}&state=other`)).status).toBe(400);
  });

  it('sends codes to registered addresses of the web too', async () => {
    const location = await choose(
      authorizeUrl({ redirect_uri: 'https://vinculo.example/sign-in/callback' }),
      {
        person: people.megan.id,
      },
    );
    expect(location.origin).toBe('https://vinculo.example');
  });

  it.each([
    ['somebody of another tenant', { person: people.dana.id }],
    ['nobody known', { person: '00000000-0000-4000-8000-000000000000' }],
    ['no id at all', { person: "' OR 1=1" }],
    ['nothing', {}],
  ])('refuses a choice of %s', async (_, form) => {
    const response = await submit(authorizeUrl(), form);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });
});

describe('signing in', () => {
  it('works with the library that the bot signs people in with', async () => {
    const config = await discovery(
      new URL(`${entra.url}/${contoso.id}/v2.0`),
      clientId,
      clientSecret,
      undefined,
      {
        execute: [allowInsecureRequests],
      },
    );
    const url = buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid profile email',
      state: 'state-1',
      nonce: 'nonce-1',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      login_hint: people.megan.email,
    });
    const location = await choose(url.href, { person: people.megan.id });
    const checks = { pkceCodeVerifier: verifier, expectedState: 'state-1', expectedNonce: 'nonce-1' };
    const tokens = await authorizationCodeGrant(config, location, checks);

    expect(tokens.claims()).toMatchObject({ oid: people.megan.id, tid: contoso.id, acct: 0 });
  });

  it('says who signed in, with a signature that the published keys verify', async () => {
    const { id_token, ...rest } = await tokensFor(people.megan.id);
    const keys = createRemoteJWKSet(new URL(`${entra.url}/${contoso.id}/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(id_token, keys, {
      issuer: `${entra.url}/${contoso.id}/v2.0`,
      audience: clientId,
      algorithms: ['RS256'],
    });

    expect(payload).toMatchObject({
      ver: '2.0',
      nonce: 'nonce-1',
      tid: contoso.id,
      oid: people.megan.id,
      name: 'Megan Bowen',
      preferred_username: 'megan@contoso.com',
      email: 'megan@contoso.com',
      acct: 0,
    });
    expect(payload['wids']).toContain(globalAdministrator);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
    expect(rest).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'openid profile email' });
  });

  it('gives an ordinary person no administrator’s role', async () => {
    const { id_token } = await tokensFor(people.alex.id);
    expect(decodeJwt(id_token)['wids']).toEqual(['b79fbf4d-3ef9-4689-8143-76b194e85509']);
  });

  it('marks a guest, and names their home', async () => {
    const { id_token } = await tokensFor(people.danaAsGuest.id);

    expect(decodeJwt(id_token)).toMatchObject({
      tid: contoso.id,
      acct: 1,
      idp: `https://sts.windows.net/${fabrikam.id}/`,
      email: 'dana@fabrikam.com',
    });
    expect(decodeJwt(id_token)['wids']).not.toContain(globalAdministrator);
  });

  it('issues for the person’s own tenant where any organisation may sign in', async () => {
    const place = `${entra.url}/organizations`;
    const { id_token } = await tokensFor(people.dana.id, place);

    expect(decodeJwt(id_token)).toMatchObject({ iss: `${entra.url}/${fabrikam.id}/v2.0`, tid: fabrikam.id });
  });

  it('signs people of the US Government cloud in at their own authority', async () => {
    const [administrator] = northwind.people;
    const { id_token } = await tokensFor(
      administrator?.id ?? '',
      `${entra.governmentUrl}/${northwind.domain}`,
    );
    expect(decodeJwt(id_token).iss).toBe(`${entra.governmentUrl}/${northwind.id}/v2.0`);
  });

  it('tells an app that did not ask for the profile neither name nor address', async () => {
    const code = await codeFor(people.megan.id, authorizeUrl({ scope: 'openid' }));
    const { id_token } = await redeem({ code }).then((response) => response.json());

    for (const claim of ['name', 'preferred_username', 'email', 'oid', 'tid']) {
      expect(decodeJwt(id_token)).not.toHaveProperty(claim);
    }
  });
});

describe('a code', () => {
  it('is good once', async () => {
    const code = await codeFor(people.megan.id);
    expect((await redeem({ code })).status).toBe(200);
    expect(await refusal(redeem({ code }))).toEqual([400, 'invalid_grant', 54005]);
  });

  it('is good for a minute', async () => {
    const code = await codeFor(people.megan.id);
    now += 60_000;
    const late = await refusal(redeem({ code }));
    now -= 60_000;
    expect(late).toEqual([400, 'invalid_grant', 70008]);
  });

  it('is worth nothing without its verifier, and then not with it either', async () => {
    const code = await codeFor(people.megan.id);
    const wrong = redeem({ code, code_verifier: randomPKCECodeVerifier() });
    expect(await refusal(wrong)).toEqual([400, 'invalid_grant', 501481]);
    expect(await refusal(redeem({ code }))).toEqual([400, 'invalid_grant', 54005]);
  });

  it.each([
    ['another redirect address', { redirect_uri: 'http://localhost:3978/' }, [400, 'invalid_grant', 500112]],
    ['no redirect address', { redirect_uri: undefined }, [400, 'invalid_request', 900144]],
    ['no verifier', { code_verifier: undefined }, [400, 'invalid_request', 900144]],
    ['a wrong secret', { client_secret: 'guess' }, [401, 'invalid_client', 7000215]],
    ['no secret', { client_secret: undefined }, [401, 'invalid_client', 7000218]],
    ['another app', { client_id: fabrikam.id }, [400, 'unauthorized_client', 700016]],
    ['no app', { client_id: undefined }, [400, 'invalid_request', 900144]],
    ['another code', { code: 'guess' }, [400, 'invalid_grant', 70000]],
    ['another kind of grant', { grant_type: 'password' }, [400, 'unsupported_grant_type', 70003]],
    ['no kind of grant', { grant_type: undefined }, [400, 'invalid_request', 900144]],
  ])('is refused with %s', async (_, changes, reason) => {
    const code = await codeFor(people.megan.id);
    expect(await refusal(redeem({ code, ...changes }))).toEqual(reason);
  });

  it('is good only where it was issued', async () => {
    const code = await codeFor(people.megan.id);
    const elsewhere = redeem({ code }, `${entra.url}/${adatum.id}`);
    expect(await refusal(elsewhere)).toEqual([400, 'invalid_grant', 70000]);
  });
});

describe('the bot’s own token', () => {
  const asked = { grant_type: 'client_credentials', scope: 'https://api.botframework.com/.default' };

  it('is addressed to the service it is for', async () => {
    const response = await token({ ...asked, client_id: clientId, client_secret: clientSecret });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const { access_token, ...rest } = await response.json();

    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 3600, ext_expires_in: 3600 });
    const keys = createRemoteJWKSet(new URL(`${entra.url}/${fabrikam.id}/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(access_token, keys, { audience: 'https://api.botframework.com' });
    expect(payload).toMatchObject({ appid: clientId, tid: fabrikam.id });
  });

  it('is given for the secret in a header as well', async () => {
    expect((await token(asked, basic(clientId, clientSecret))).status).toBe(200);
    expect(await refusal(token(asked, basic(clientId, 'guess')))).toEqual([401, 'invalid_client', 7000215]);
    expect(await refusal(token(asked, { authorization: 'Basic !' }))).toEqual([
      400,
      'invalid_request',
      900144,
    ]);
    const twice = token({ ...asked, client_secret: clientSecret }, basic(clientId, clientSecret));
    expect(await refusal(twice)).toEqual([400, 'invalid_request', 900144]);
  });

  it.each([
    ['no scope', undefined, [400, 'invalid_request', 900144]],
    ['a scope for a person', 'https://api.botframework.com/read', [400, 'invalid_scope', 1002012]],
    [
      'two scopes',
      'https://graph.microsoft.com/.default https://graph.microsoft.com/.default',
      [400, 'invalid_scope', 1002012],
    ],
    ['a service nobody knows', 'https://api.example.com/.default', [400, 'invalid_resource', 500011]],
  ])('is refused with %s', async (_, scope, reason) => {
    const body = { ...asked, scope, client_id: clientId, client_secret: clientSecret };
    expect(await refusal(token(body))).toEqual(reason);
  });

  it('is given only in the app’s own tenant', async () => {
    const body = { ...asked, client_id: clientId, client_secret: clientSecret };
    const inContoso = token(body, {}, `${entra.url}/${contoso.id}`);
    expect(await refusal(inContoso)).toEqual([400, 'unauthorized_client', 700016]);
    const nowhere = token(body, {}, `${entra.url}/organizations`);
    expect(await refusal(nowhere)).toEqual([400, 'invalid_request', 50059]);
  });
});

describe('hostile input', () => {
  it.each([
    ['GET', '/', 404],
    ['GET', '//contoso.com/v2.0/.well-known/openid-configuration', 404],
    ['GET', '/%zz/v2.0/.well-known/openid-configuration', 400],
    ['GET', '/../../etc/passwd', 404],
    ['GET', '/contoso.com/constructor', 404],
    ['GET', '/contoso.com/__proto__', 404],
    ['GET', '/__proto__/v2.0/.well-known/openid-configuration', 400],
    ['GET', `/${'a'.repeat(300)}.com/v2.0/.well-known/openid-configuration`, 400],
    ['POST', '/contoso.com/v2.0/.well-known/openid-configuration', 405],
    ['GET', '/contoso.com/oauth2/v2.0/token', 405],
    ['GET', '/contoso.com/oauth2/v2.0/choose', 405],
  ])('answers %s %s with %i', async (method, path, status) => {
    expect((await fetch(`${entra.url}${path}`, { method })).status).toBe(status);
  });

  it('takes forms only, and short ones', async () => {
    const url = `${entra.url}/${fabrikam.id}/oauth2/v2.0/token`;
    const noForm = await fetch(url, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(noForm.status).toBe(400);
    const long = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ scope: 'x'.repeat(70_000) }),
    });
    expect(long.status).toBe(413);
    const twice = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams('grant_type=a&grant_type=b'),
    });
    expect(twice.status).toBe(400);
  });

  it('believes no Host header', async () => {
    const asking = get(`${entra.url}/contoso.com/v2.0/.well-known/openid-configuration`, {
      headers: { host: 'attacker.example' },
    });
    const [response] = await once(asking, 'response');
    expect(await json(response)).toMatchObject({ issuer: `${entra.url}/${contoso.id}/v2.0` });
  });

  it('answers an address that is no path with 400', async () => {
    const asking = request({ port: new URL(entra.url).port, method: 'GET', path: 'contoso.com' }).end();
    const [response] = await once(asking, 'response');
    expect(response.statusCode).toBe(400);
  });

  it('leaves it working', async () => {
    expect((await tokensFor(people.megan.id)).id_token).toBeTypeOf('string');
  });
});

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

async function refusal(asked: Promise<Response>) {
  const response = await asked;
  const { error, error_codes } = await response.json();
  return [response.status, error, ...error_codes];
}

function basic(id: string, secret: string) {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

function form(fields: Record<string, string | undefined>) {
  const given = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return new URLSearchParams(given);
}

function peopleOn(page: string) {
  return [...page.matchAll(/name="person" value="([^"]+)"/g)].map(([, id]) => id);
}
