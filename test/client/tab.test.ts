import type { Browser, BrowserContextOptions, Frame, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { people, tenants } from '../../src/sandbox/world.ts';
import { launch, openWindow, picture } from '../support/browser/browser.ts';
import { accessibilityProblems, isTooWide } from '../support/browser/page-check.ts';
import { chooseTheme, openInTeams, type TeamsFrame } from '../support/browser/teams-frame.ts';
import { giveRole } from '../support/world/stored.ts';
import { addCustomers } from '../support/world/tab-customers.ts';
import { teamsToken } from '../support/world/tab-visit.ts';
import { useWorld } from '../support/world/use-world.ts';

const PORT = 3978 + 7000;
const PUBLIC_URL = `http://localhost:${PORT}`;
const URL_OF_TAB = `${PUBLIC_URL}/tab/customers`;
const { dana } = people;
const lee = tenants.fabrikam.people[1] ?? dana;

/** The tab’s own frame inside Teams. */
async function frameOf(page: Page): Promise<Frame> {
  const frame = page.frames().find((one) => one.url().startsWith(URL_OF_TAB));
  if (!frame) throw new Error('The tab is not in its frame');
  return frame;
}

describe('the tab Customers', () => {
  const world = useWorld(() => ({ environment: { PORT: String(PORT), PUBLIC_URL } }));
  let browser: Browser;
  let contoso: string;
  let token = '';

  beforeAll(async () => {
    browser = await launch();
    contoso = await addCustomers(world);
    token = await teamsToken(world, dana);
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(() => browser.close());

  const visitorsWindow = (options: BrowserContextOptions): Promise<Page> =>
    openWindow(browser, { locale: 'en-GB', timezoneId: 'Europe/Madrid', ...options });

  const inTeams = async (
    options: Partial<TeamsFrame> = {},
    viewport = { width: 1280, height: 800 },
  ): Promise<{ page: Page; tab: FrameLocator; frame: Frame }> => {
    const page = await openWindow(browser, { viewport, locale: 'en-GB', timezoneId: 'Europe/Madrid' });
    const tab = await openInTeams(page, {
      tabUrl: `${URL_OF_TAB}?locale=${options.locale ?? 'en-gb'}&theme=${options.theme ?? 'default'}`,
      token,
      ...options,
    });
    await tab.locator('#loading').waitFor({ state: 'hidden' });
    return { page, tab, frame: await frameOf(page) };
  };

  describe('in Teams', () => {
    it('shows the customers of whoever sits there, without a sign-in page', async () => {
      const { page, tab, frame } = await inTeams();
      await tab.getByText('30 customers').waitFor();
      expect(await tab.getByRole('link', { name: /Woodgrove/ }).count()).toBe(1);
      expect(await tab.getByText('Sign in with Microsoft').isVisible()).toBe(false);
      expect(await tab.locator('#top').isVisible()).toBe(false);
      expect(await accessibilityProblems(frame)).toEqual([]);
      await picture(page, 'tab-1-list');
    });

    it('shows names that are markup as what they are', async () => {
      const { tab, frame } = await inTeams();
      await tab.getByRole('link', { name: /img src=x/ }).click();
      await tab.getByRole('heading', { name: '<img src=x onerror=alert(1)>' }).waitFor();
      expect(await frame.evaluate(() => document.querySelectorAll('img, [onerror]').length)).toBe(0);
    });

    it('opens one customer with facts, the way of the invitation and the history', async () => {
      const { page, tab, frame } = await inTeams();
      await tab.getByLabel('Name or domain').fill('contoso');
      await tab.getByText('1 customer', { exact: true }).waitFor();
      await tab.getByRole('link', { name: 'Contoso' }).click();
      await tab.getByRole('heading', { name: 'Contoso' }).waitFor();
      expect(await tab.locator('#life .label').allInnerTexts()).toEqual([
        'Drafted',
        'Sent',
        'Read',
        'Accepted',
      ]);
      expect(await tab.locator('#life .reached').count()).toBe(4);
      const history = await tab.locator('#history .what').allInnerTexts();
      expect(history.map((line) => line.replace(/^\S+ /, ''))).toEqual([
        'accepted (the contact of the invitation)',
        'read',
        'sent (as a card in a chat)',
        'invitation created',
      ]);
      expect(await frame.evaluate(() => document.activeElement?.id)).toBe('name');
      expect(await accessibilityProblems(frame)).toEqual([]);
      await picture(page, 'tab-2-customer');
    });

    it('narrows the list as somebody types and chooses, and says how many there are', async () => {
      const { page, tab, frame } = await inTeams();
      await tab.getByLabel('Show').selectOption('Something missing');
      await tab.getByText('28 customers').waitFor();
      await tab.getByLabel('Show').selectOption('Waiting for an answer');
      await tab.getByText('1 customer', { exact: true }).waitFor();
      await tab.getByLabel('Name or domain').fill('nobody');
      await tab.getByText('No customer matches').waitFor();
      expect(await accessibilityProblems(frame)).toEqual([]);
      await picture(page, 'tab-3-no-match');
      await tab.getByRole('button', { name: 'Show all customers' }).click();
      await tab.getByText('30 customers').waitFor();
      await tab.getByRole('button', { name: 'Next' }).click();
      await tab.getByText('Page 2 of 2').waitFor();
      expect(await tab.locator('.row').count()).toBe(5);
      await tab.getByRole('button', { name: 'Previous' }).click();
      await tab.getByText('Page 1 of 2').waitFor();
      expect(await tab.locator('.row').count()).toBe(25);
    });

    it('is worked with the keyboard alone', async () => {
      const { page, tab, frame } = await inTeams();
      await tab.getByText('30 customers').waitFor();
      await tab.getByLabel('Name or domain').focus();
      await page.keyboard.type('woodgrove');
      await page.keyboard.press('Enter');
      await tab.getByText('1 customer', { exact: true }).waitFor();
      // Past the select and the button to the row.
      for (let step = 0; step < 3; step++) await page.keyboard.press('Tab');
      await picture(page, 'tab-4-focus');
      await page.keyboard.press('Enter');
      await tab.getByRole('heading', { name: 'Woodgrove' }).waitFor();
      await page.keyboard.press('Escape');
      expect(await tab.locator('#detail').isVisible()).toBe(false);
      expect(await frame.evaluate(() => document.activeElement?.textContent)).toBe('Woodgrove');
    });

    it('opens the customer that a deep link names', async () => {
      const { tab } = await inTeams({ subPageId: contoso });
      await tab.getByRole('heading', { name: 'Contoso' }).waitFor();
      expect(await tab.locator('#invitation').innerText()).toMatch(/^Invitation R-/);
    });

    it('says that there is no such customer, and leads back to the list', async () => {
      const { tab, frame } = await inTeams({ subPageId: 'nobody-at-all' });
      await tab.getByRole('heading', { name: 'Not found' }).waitFor();
      expect(await accessibilityProblems(frame)).toEqual([]);
      await tab.getByRole('button', { name: 'Back to the list' }).click();
      await tab.getByText('30 customers').waitFor();
    });

    it.each(['default', 'dark', 'contrast'] as const)('looks as Teams does: %s', async (theme) => {
      const { page, tab, frame } = await inTeams({ theme, subPageId: contoso });
      await tab.getByRole('heading', { name: 'Contoso' }).waitFor();
      expect(await accessibilityProblems(frame)).toEqual([]);
      await picture(page, `tab-5-${theme}`);
    });

    it('follows when the theme is changed', async () => {
      const { page, tab } = await inTeams();
      await tab.getByText('30 customers').waitFor();
      await chooseTheme(page, 'contrast');
      await tab.locator(':root[data-theme="contrast"]').waitFor({ state: 'attached' });
    });

    it('speaks Spanish to whoever’s Teams does', async () => {
      const { page, tab, frame } = await inTeams({ locale: 'es-es', subPageId: contoso });
      await tab.getByText('30 clientes').waitFor();
      await tab.locator('#life').getByText('Aceptada').waitFor();
      await tab.getByRole('heading', { name: 'Historial' }).waitFor();
      expect(await frame.evaluate(() => document.documentElement.lang)).toBe('es');
      await picture(page, 'tab-6-spanish');
    });

    it('speaks the language that somebody asked the bot for, all over the page', async () => {
      const nestor = tenants.fabrikam.people[3] ?? dana;
      await world.db
        .collection<{ _id: object; language: string }>('people')
        .insertOne({ _id: { tenantId: tenants.fabrikam.id, objectId: nestor.id }, language: 'es' });
      await giveRole(world.db, tenants.fabrikam.id, { objectId: nestor.id, role: 'helpdesk' });
      const { tab } = await inTeams({ token: await teamsToken(world, nestor) });
      await tab.getByRole('heading', { name: 'Clientes', exact: true }).waitFor();
      await tab.getByText('30 clientes').waitFor();
    });

    it('tells people without a role whom to ask', async () => {
      const { page, tab, frame } = await inTeams({ token: await teamsToken(world, lee) });
      await tab.getByRole('heading', { name: 'Not with your role' }).waitFor();
      await tab.getByText('An Admin agent of your company can give it to you.').waitFor();
      expect(await tab.locator('.row').count()).toBe(0);
      expect(await accessibilityProblems(frame)).toEqual([]);
      await picture(page, 'tab-7-no-role');
    });

    it('says what to do when Teams gives no token', async () => {
      const { tab, frame } = await inTeams({ token: undefined });
      await tab.getByRole('heading', { name: 'Teams could not sign you in' }).waitFor();
      expect(await tab.getByRole('link', { name: 'Open in the browser' }).getAttribute('target')).toBe(
        '_blank',
      );
      expect(await accessibilityProblems(frame)).toEqual([]);
    });

    it('stands in no other site’s frame', async () => {
      const page = await openWindow(browser);
      await page.route('https://evil.example/**', (route) =>
        route.fulfill({ contentType: 'text/html', body: `<iframe src="${URL_OF_TAB}"></iframe>` }),
      );
      await page.goto('https://evil.example/');
      await page.waitForLoadState('networkidle');
      const shown = page.frames().filter((frame) => frame.url().startsWith(URL_OF_TAB));
      expect(shown).toEqual([]);
    });
  });

  describe('in a plain browser', () => {
    let page: Page;
    beforeEach(async () => {
      page = await visitorsWindow({ viewport: { width: 1280, height: 800 } });
    });

    const signIn = async (): Promise<void> => {
      await page.goto(URL_OF_TAB);
      await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
      await page.getByRole('button', { name: /Dana Souza/ }).click();
      await page.getByText('30 customers').waitFor();
    };

    it('asks to sign in, shows the same list, and signs out', async () => {
      await page.goto(URL_OF_TAB);
      await page.getByRole('heading', { name: 'Your customers, and how things stand' }).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      await picture(page, 'tab-8-sign-in');
      await signIn();
      await page.getByText('Signed in as Dana Souza').waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      await picture(page, 'tab-9-browser');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Your customers, and how things stand' }).waitFor();
    });

    it('goes back and forth with the browser’s own buttons', async () => {
      await signIn();
      await page.getByRole('link', { name: 'Woodgrove' }).click();
      await page.getByRole('heading', { name: 'Woodgrove' }).waitFor();
      await page.goBack();
      await page.locator('#detail').waitFor({ state: 'hidden' });
      await page.goForward();
      await page.getByRole('heading', { name: 'Woodgrove' }).waitFor();
    });

    it('keeps what was typed while the connection is gone, and goes on', async () => {
      await signIn();
      await page.route('**/tab/api/**', (route) => route.abort());
      await page.getByLabel('Name or domain').fill('contoso');
      await page.getByRole('heading', { name: 'The list could not be loaded' }).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.unroute('**/tab/api/**');
      await page.getByRole('button', { name: 'Try again' }).locator('visible=true').click();
      await page.getByText('1 customer', { exact: true }).waitFor();
      expect(await page.getByLabel('Name or domain').inputValue()).toBe('contoso');
    });

    it('shows the newest question’s answer, however late an older one comes', async () => {
      await signIn();
      await page.route(/text=prose/, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 700));
        await route.continue();
      });
      const late = page.waitForResponse(/text=prose/);
      await page.getByLabel('Name or domain').fill('prose');
      await page.keyboard.press('Enter');
      await page.getByLabel('Name or domain').fill('contoso');
      await page.keyboard.press('Enter');
      await page.getByText('1 customer', { exact: true }).waitFor();
      await late;
      expect(await page.locator('#count').innerText()).toBe('1 customer');
    });
  });

  it.each([
    ['a small phone', { width: 320, height: 640 }, {}],
    ['200 % zoom', { width: 640, height: 400 }, { deviceScaleFactor: 2 }],
    ['a dark system', { width: 1280, height: 800 }, { colorScheme: 'dark' }],
    ['colours of the system’s own', { width: 1280, height: 800 }, { forcedColors: 'active' }],
    ['less motion', { width: 1280, height: 800 }, { reducedMotion: 'reduce' }],
  ] as const)('is readable on %s', async (name, viewport, more) => {
    const page = await visitorsWindow({ viewport, ...more });
    await page.goto(`${URL_OF_TAB}#customer=${contoso}`);
    await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
    await page.getByRole('button', { name: /Dana Souza/ }).click();
    await page.getByText('30 customers').waitFor();
    expect(await isTooWide(page)).toBe(false);
    expect(await accessibilityProblems(page)).toEqual([]);
    const slug = name.replace(/\W+/g, '-');
    await page.screenshot({ path: `dist/pictures/tab-list-${slug}.png` });
    await page.getByLabel('Name or domain').fill('contoso');
    await page.getByText('1 customer', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Contoso' }).click();
    await page.getByRole('heading', { name: 'Contoso' }).waitFor();
    expect(await isTooWide(page)).toBe(false);
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture(page, `tab-customer-${slug}`);
  });
});
