import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  discovery,
  randomPKCECodeVerifier,
} from 'openid-client';
import { describe, expect, it } from 'vitest';
import { credentials, globalAdministrator, people, tenants } from '../../../src/sandbox/world.ts';
import {
  basic,
  challenge,
  redirectUri,
  refusal,
  useSandboxEntra,
  verifier,
} from '../../support/world/sandbox-entra.ts';

const { clientId, clientSecret } = credentials;
const { fabrikam, contoso, adatum, northwind } = tenants;
const { entra, clock, authorizeUrl, choose, codeFor, redeem, tokensFor, token } = useSandboxEntra();

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
    clock.now += 60_000;
    const late = await refusal(redeem({ code }));
    clock.now -= 60_000;
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
