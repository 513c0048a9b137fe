import { describe, expect, it } from 'vitest';
import { startSignIn } from '../../../src/sandbox/entra/sign-in.ts';
import { credentials, people } from '../../../src/sandbox/world.ts';
import { chosen, formTokenOf, openBrowser, setCookies } from '../../support/world/browser-visit.ts';
import { contents } from '../../support/world/database-contents.ts';
import { INVITE_CONTOSO, invite } from '../../support/world/invited.ts';
import { watchOutbound } from '../../support/world/outbound.ts';
import { useFabrikam, useInvitation } from '../../support/world/use-world.ts';
import { startWorld } from '../../support/world/world.ts';

const { megan } = people;

describe('the secrets of the page', () => {
  const world = useFabrikam();
  const link = useInvitation(world);

  it('are shown to nobody, least of all the link’s token: not to Entra, not to Teams, not to the log', async () => {
    const outbound = watchOutbound();
    const browser = openBrowser(world);
    const cancelled = await chosen(browser, link.token, undefined);
    await browser.visit(cancelled);
    const start = await browser.once(`/sign-in/start/${link.token}?lang=es`);
    const page = await browser.signIn(link.token, megan.id);
    await browser.submit(`/i/${link.token}/decline`, { formToken: formTokenOf(page), reason: 'No' });
    await browser.visit(`/i/${link.token}/`);
    await world.settled();
    outbound.stop();
    expect(outbound.sent.filter(({ origin }) => origin === world.entra.url)).not.toEqual([]);
    const elsewhere = outbound.sent.filter(({ origin }) => origin !== world.address.url);
    expect(JSON.stringify(elsewhere)).not.toContain(link.token);
    expect(String(start.headers['location'])).not.toContain(link.token);
    expect(cancelled).not.toContain(link.token);
    expect(world.logged.join()).not.toContain(link.token);
    const calls = JSON.stringify(world.teams.calls);
    expect(calls).not.toContain(link.token);
  });

  it('are stored as what nobody can use', async () => {
    const browser = openBrowser(world);
    const back = await chosen(browser, link.token, megan.id);
    await browser.visit(back);
    await browser.visit(`/sign-in/start/${link.token}`);
    const secrets = [link.token, ...[...browser.jar.values()].map(({ value }) => value.split('.')[0] ?? '')];
    secrets.push(new URL(back).searchParams.get('code') ?? '');
    const stored = JSON.stringify(await contents(world.db));
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(40);
      expect(stored).not.toContain(secret);
      expect(world.logged.join()).not.toContain(secret);
    }
  });

  it('are kept from scripts and other sites', async () => {
    const browser = openBrowser(world);
    const start = await browser.once(`/sign-in/start/${link.token}`);
    const { hops } = await browser.signIn(link.token, megan.id);
    const lines = [start, ...hops].flatMap(setCookies).filter((line) => !line.includes('Max-Age=0'));
    expect(lines).toHaveLength(2);
    for (const line of lines)
      expect(line).toMatch(/^[^=]+=[^;]{43,}; Path=\/.*; HttpOnly; SameSite=(Lax|Strict)/);
    for (const line of lines) expect(line).not.toMatch(/Domain=/i);
  });
});

describe('signing in under https', () => {
  it('binds every cookie to the one host and to https', async () => {
    const publicUrl = 'https://vinculo.example';
    const entra = await startSignIn({ ...credentials, redirectUris: [`${publicUrl}/sign-in/callback`] });
    const world = await startWorld({ environment: { PUBLIC_URL: publicUrl, LOGIN_AUTHORITY: entra.url } });
    await world.says(world.dana, world.sales, 'setup "Fabrikam" country:ES');
    const { token } = await invite(world, INVITE_CONTOSO);
    const browser = openBrowser(world);
    const start = await browser.once(`/sign-in/start/${token}`);
    const page = await browser.signIn(token, megan.id);
    await Promise.all([world.stop(), entra.stop()]);

    expect(page.text).toContain('Megan Bowen');
    const lines = [start, ...page.hops].flatMap(setCookies);
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines)
      expect(line).toMatch(/^[^;]+; Path=\/[^;]*; HttpOnly; SameSite=Lax\b.*; Secure|; Secure.*; Path=/);
    const session = lines.find((line) => line.startsWith('__Host-vinculo='));
    expect(session).toMatch(/^__Host-vinculo=[\w-]{43}; Path=\/; /);
    // A neighbour under the same domain could set any other cookie, and with it begin a sign-in for the victim.
    expect(lines.filter((line) => !line.startsWith('__Host-'))).toEqual([]);
  });
});
