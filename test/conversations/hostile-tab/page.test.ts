import { describe, expect, it } from 'vitest';
import { people, tenants } from '../../../src/sandbox/world.ts';
import { openBrowser } from '../../support/world/browser-visit.ts';
import { told, useTab } from '../../support/world/tab-visit.ts';

const { fabrikam } = tenants;
const { dana, megan } = people;

describe('the tab’s page', () => {
  const { world, link } = useTab();

  describe('in a plain browser', () => {
    it('is there for whoever has signed in at their own organisation', async () => {
      const browser = openBrowser(world);
      const accounts = await browser.visit('/tab/sign-in?domain=dana@fabrikam.com&lang=es');
      expect(accounts.url).toContain(fabrikam.id);
      const { headers } = await browser.choose(accounts, dana.id);
      const back = await browser.visit(String(headers['location']));
      expect(new URL(back.url).pathname + new URL(back.url).search).toBe('/tab/customers?lang=es');
      const list = await browser.visit('/tab/api/customers?lang=es');
      expect(told(list)).toMatchObject({
        count: '2 clientes',
        signedIn: 'Has iniciado sesión como Dana Souza',
      });
      expect(browser.jar.get('vinculo-tab')?.path).toBe('/tab');
      await browser.submit('/tab/sign-out', {});
      expect((await browser.visit('/tab/api/customers')).status).toBe(401);
    });

    it('sends nobody anywhere for a domain that is no partner’s', async () => {
      for (const domain of ['contoso.com', 'nowhere.example', '', '%00', 'x'.repeat(400)]) {
        const page = await openBrowser(world).visit(`/tab/sign-in?lang=en&domain=${domain}`);
        expect(page.status).toBe(404);
        expect(page.text).toContain('That organisation is not set up here');
      }
    });

    it('is not opened by having signed in on the customer’s page', async () => {
      const browser = openBrowser(world);
      await browser.signIn(link.token, megan.id);
      expect(browser.jar.has('vinculo')).toBe(true);
      expect((await browser.visit('/tab/api/customers')).status).toBe(401);
    });

    it('ends a session only for our own page', async () => {
      const refused = await openBrowser(world).submit(
        '/tab/sign-out',
        {},
        { 'sec-fetch-site': 'cross-site' },
      );
      expect(refused.status).toBe(403);
    });
  });

  describe('the page around it', () => {
    it('may stand in Teams’ frames and in nobody else’s, and runs our own script only', async () => {
      const page = await openBrowser(world).visit('/tab/customers?locale=es-mx&theme=dark');
      expect(page.status).toBe(200);
      expect(page.text).toMatch(/<html lang="es" data-theme="dark">/);
      expect(page.headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; " +
          'frame-ancestors https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft ' +
          'https://*.microsoft365.com https://*.office.com https://outlook.office.com https://outlook.office365.com',
      );
      expect(page.headers['x-frame-options']).toBeUndefined();
      expect(page.text).not.toMatch(/Contoso|Fabrikam/);
    });

    it('leaves the invitation’s page in no frame at all', async () => {
      const page = await openBrowser(world).visit(`/i/${link.token}`);
      expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(page.headers['x-frame-options']).toBe('DENY');
    });

    it('takes nothing of its address for markup', async () => {
      const page = await openBrowser(world).visit('/tab/customers?theme="><script>&lang="><script>');
      expect(page.text).toMatch(/<html lang="en">/);
      expect(page.text).not.toContain('"><script>');
    });

    it('refers to files that are there, whole and for ever, and our own are small', async () => {
      const browser = openBrowser(world);
      const { text } = await browser.visit('/tab/customers');
      const files = [...text.matchAll(/"(\/assets\/tab\/[\w/.-]+)"/g)].map(([, file]) => file ?? '');
      expect(files.length).toBeGreaterThan(3);
      let own = 0;
      for (const file of new Set(files)) {
        const got = await browser.visit(file);
        expect([file, got.status]).toEqual([file, 200]);
        expect(got.headers['cache-control']).toBe('public, max-age=31536000, immutable');
        if (!file.includes('MicrosoftTeams')) own += got.text.length;
      }
      expect(own + text.length).toBeLessThan(60 * 1024);
      expect((await browser.visit(files[0]?.replace(/tab\/\w+/, 'tab/0123456789abcdef') ?? '')).status).toBe(
        404,
      );
    });
  });
});
