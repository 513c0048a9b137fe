import { once } from 'node:events';
import { get, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startSignIn } from '../../../src/sandbox/entra/sign-in.ts';
import { credentials, people, tenants } from '../../../src/sandbox/world.ts';
import { useSandboxEntra } from '../../support/world/sandbox-entra.ts';

const { fabrikam, contoso, adatum, northwind } = tenants;
const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const { entra, discover, authorizeUrl, tokensFor } = useSandboxEntra();

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
