import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createSigningKey } from '../../../src/sandbox/signing-key.ts';
import { people, tenants } from '../../../src/sandbox/world.ts';
import { applicationIdUri, askTab, teamsToken, told, useTab } from '../../support/world/tab-visit.ts';
import { startWorld } from '../../support/world/world.ts';

const { adatum, contoso } = tenants;
const { dana, megan } = people;

describe('the tab’s tokens', () => {
  const { world, link, teams } = useTab();

  it('answers tokens of Entra’s version 1.0, which name the app by its URI', async () => {
    const old = await teamsToken(world, dana, { version: '1.0' });
    expect((await askTab(world, 'customers', old)).status).toBe(200);
  });

  describe('refuses a token that', () => {
    const hour = 3600;
    const now = () => Math.floor(Date.now() / 1000);
    it.each([
      ['is for another app', { aud: randomUUID() }],
      ['is for another app’s URI', { aud: `api://elsewhere.example/${randomUUID()}` }],
      ['has expired', { exp: now() - hour, nbf: now() - 2 * hour }],
      ['is not valid yet', { nbf: now() + hour }],
      ['never expires', { exp: undefined }],
      ['was issued by somebody else', { iss: 'https://login.microsoftonline.com/x/v2.0' }],
      ['was issued by another tenant than it names', { tid: adatum.id }],
      ['is an app’s own, without a person', { scp: undefined, oid: undefined }],
      ['is good for signing in but not for the tab', { scp: 'openid profile' }],
      ['names nobody', { oid: undefined }],
      ['names nobody properly', { oid: { $ne: null } }],
    ])('%s', async (_, claims) => {
      const bad = await teamsToken(world, dana, { claims: claims as Record<string, unknown> });
      const refused = await askTab(world, 'customers', bad);
      expect(refused.status).toBe(401);
      expect(refused.text).not.toContain('Contoso');
    });

    it('was signed with another key, or not at all', async () => {
      const [header = '', payload = '', signature = ''] = teams.token.split('.');
      const other = await createSigningKey();
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
      const kid = JSON.parse(Buffer.from(header, 'base64url').toString()).kid;
      const hmac = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(Buffer.from('x'.repeat(32)));
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      const forged = [
        await other.sign(claims),
        hmac,
        `${none}.${payload}.${signature}`,
        `${header}.${payload}.AAAA`,
        'a.b.c',
        `${'a'.repeat(15_000)}.b.c`,
        '',
      ];
      for (const bad of forged) expect((await askTab(world, 'customers', bad)).status).toBe(401);
    });

    it('comes from an organisation that is no partner', async () => {
      const refused = await askTab(
        world,
        'customers?lang=en',
        await teamsToken(world, megan, { tenant: contoso }),
      );
      expect(refused.status).toBe(403);
      expect(told(refused).title).toBe('This tab is for partners');
    });

    it('is none', async () => {
      for (const path of ['customers', `customers/${link.relationshipId}`]) {
        const refused = await askTab(world, `${path}?lang=es`);
        expect(refused.status).toBe(401);
        expect(told(refused).title).toBe('Inicia sesión');
      }
    });
  });

  it('asks no stranger’s Entra, and says so while Entra is away', async () => {
    const away = await startWorld({ environment: { LOGIN_AUTHORITY: 'http://127.0.0.1:9' } });
    try {
      const refused = await askTab(away, 'customers?lang=en', await teamsToken(away, dana));
      expect(refused.status).toBe(503);
      expect(told(refused).title).toBe('Microsoft’s sign-in cannot be reached');
    } finally {
      await away.stop();
    }
  });

  it('names the app as Teams does', () => {
    expect(applicationIdUri(world)).toBe(`api://localhost:3978/${world.variables.MicrosoftAppId}`);
  });
});
