import type { Browser, Page, Response } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { people, tenants } from '../../src/sandbox/world.ts';
import { launch, openWindow, picture } from '../support/browser/browser.ts';
import { accessibilityProblems, isTooWide } from '../support/browser/page-check.ts';
import { whileFailing } from '../support/world/failing-database.ts';
import { firstOf, type Invited, invite, statusOf, unknownToken } from '../support/world/invited.ts';
import { useFabrikam, useInvitation } from '../support/world/use-world.ts';

const HERE = 'http://localhost:11978';
const CONTOSO = 'invite "Contoso" contoso.com country:ES to:megan@contoso.com ref:"PO 4411"';
const { megan, adele } = people;

type Language = 'en' | 'es';
const SIGN_IN = { en: 'Sign in with Microsoft', es: 'Iniciar sesión con Microsoft' };
const ACCEPT = { en: 'Accept…', es: 'Aceptar…' };
const CONFIRM = { en: 'Yes, accept Fabrikam', es: 'Sí, aceptar a Fabrikam' };
const DECLINE = { en: ['Decline…', 'Decline'], es: ['Rechazar…', 'Rechazar'] } as const;

// The page as each kind of visitor finds it, in a real browser; where nothing has to look inside, without script.
describe('each state of the page', () => {
  const world = useFabrikam('setup "Fabrikam" country:ES partner-id:1234567', () => ({
    environment: { PORT: '11978', PUBLIC_URL: HERE },
  }));
  const link = useInvitation(world, CONTOSO);
  let browser: Browser;
  const opened: Page[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(() => Promise.all(opened.splice(0).map((page) => page.context().close())));
  afterAll(() => browser.close());

  async function window(language: Language, options = {}): Promise<Page> {
    const locale = language === 'es' ? 'es-ES' : 'en-GB';
    const viewport = { width: 320, height: 640 };
    const page = await openWindow(browser, { locale, viewport, ...options });
    opened.push(page);
    return page;
  }

  async function signIn(page: Page, name: string, language: Language, token = link.token): Promise<void> {
    await page.goto(`${HERE}/i/${token}`);
    await page.getByRole('link', { name: SIGN_IN[language] }).click();
    await page.getByRole('button', { name: new RegExp(name) }).click();
  }

  async function accept(page: Page, language: Language): Promise<void> {
    await page.getByRole('link', { name: ACCEPT[language] }).click();
    await page.getByRole('button', { name: CONFIRM[language] }).click();
  }

  const expire = () =>
    world.db
      .collection<{ _id: string }>('relationships')
      .updateOne({ _id: link.relationshipId }, { $set: { 'state.invitation.expiresAt': new Date(0) } });
  const agents = async (line: string) => {
    await world.says(world.dana, world.sales, `${line} ${link.invitationId}`);
    await world.settled();
  };

  type State = {
    readonly come: (page: Page, language: Language) => Promise<unknown>;
    readonly says: Readonly<Record<Language, string>>;
  };
  const states: Readonly<Record<string, State>> = {
    'not-signed-in': {
      come: (page) => page.goto(`${HERE}/i/${link.token}`),
      says: {
        en: 'A Microsoft partner has sent your organisation a request',
        es: 'Un partner de Microsoft ha enviado una solicitud a tu organización',
      },
    },
    'unknown-link': {
      come: async (page, language) => {
        await signIn(page, 'Megan', language);
        await page.goto(`${HERE}/i/${unknownToken()}`);
      },
      says: { en: 'not for your organisation', es: 'no es para tu organización' },
    },
    'cut-link': {
      come: (page) => page.goto(`${HERE}/i/${link.token.slice(0, 30)}`),
      says: { en: 'There is nothing here', es: 'Aquí no hay nada' },
    },
    'wrong-organisation': {
      come: async (page, language) => {
        const { token } = await invite(world, 'invite "Woodgrove" woodgrovebank.com country:PT');
        await signIn(page, firstOf(tenants.woodgrove).name, language, token);
        await page.goto(`${HERE}/i/${link.token}`);
      },
      says: { en: 'not for your organisation', es: 'no es para tu organización' },
    },
    'sign-in-cancelled': {
      come: async (page, language) => {
        await page.goto(`${HERE}/i/${link.token}`);
        await page.getByRole('link', { name: SIGN_IN[language] }).click();
        await page.getByRole('button', { name: /Cancel/ }).click();
      },
      says: { en: 'Signing in did not work', es: 'No se pudo iniciar sesión' },
    },
    'no-authority': {
      come: (page, language) => signIn(page, 'Alex', language),
      says: {
        en: 'megan@contoso.com or an administrator of your organisation has to answer',
        es: 'Debe responder megan@contoso.com o un administrador',
      },
    },
    request: {
      come: (page, language) => signIn(page, 'Megan', language),
      says: { en: 'You answer for Contoso as Megan Bowen', es: 'Respondes en nombre de Contoso' },
    },
    confirm: {
      come: async (page, language) => {
        await signIn(page, 'Adele', language);
        await page.getByRole('link', { name: ACCEPT[language] }).click();
      },
      says: { en: 'Accept Fabrikam?', es: '¿Aceptar a Fabrikam?' },
    },
    accepted: {
      come: async (page, language) => {
        await signIn(page, 'Megan', language);
        await accept(page, language);
      },
      says: { en: 'Thank you. Fabrikam has been told.', es: 'Gracias. Fabrikam ya lo sabe.' },
    },
    declined: {
      come: async (page, language) => {
        await signIn(page, 'Megan', language);
        await page.getByText(DECLINE[language][0], { exact: true }).click();
        await page.getByRole('button', { name: DECLINE[language][1], exact: true }).click();
      },
      says: { en: '✕ Declined by Megan Bowen', es: '✕ Rechazada por Megan Bowen' },
    },
    'answered-by-a-colleague': {
      come: async (page, language) => {
        await signIn(page, 'Adele', language);
        await page.getByRole('link', { name: ACCEPT[language] }).click();
        const colleague = await window(language);
        await signIn(colleague, 'Megan', language);
        await accept(colleague, language);
        await page.getByRole('button', { name: CONFIRM[language] }).click();
      },
      says: { en: 'Already accepted by Megan Bowen', es: 'Ya la aceptó Megan Bowen' },
    },
    expired: {
      come: async (page, language) => {
        await expire();
        await signIn(page, 'Megan', language);
      },
      says: { en: '◷ This request expired', es: '◷ Esta solicitud caducó' },
    },
    withdrawn: {
      come: async (page, language) => {
        await agents('revoke');
        const confirm = world.sales.messages.at(-1);
        await world.presses(world.dana, world.sales, {
          button: { verb: 'revoke', data: { ...about(link), verb: 'revoke' } },
        });
        expect(confirm).toBeDefined();
        await signIn(page, 'Megan', language);
      },
      says: { en: '↩ The partner withdrew this request', es: '↩ El partner retiró esta solicitud' },
    },
    replaced: {
      come: async (page, language) => {
        await agents('reissue');
        await signIn(page, 'Megan', language);
      },
      says: { en: 'newer', es: 'más reciente' },
    },
  };
  const about = ({ relationshipId, invitationId }: Invited) => ({ relationshipId, invitationId });

  const cases = Object.entries(states).flatMap(([name, state]) =>
    (['en', 'es'] as const).map((language) => [name, language, state] as const),
  );
  it.each(cases)(
    '%s (%s) says so, fits a small screen and shuts nobody out',
    async (name, language, state) => {
      const page = await window(language);
      await state.come(page, language);
      expect(await page.locator('main').innerText()).toContain(state.says[language]);
      expect(await isTooWide(page)).toBe(false);
      expect(await accessibilityProblems(page)).toEqual([]);
      await picture(page, `page-${name}-${language}`);
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await accessibilityProblems(page)).toEqual([]);
      await picture(page, `page-${name}-${language}-dark`);
    },
  );

  it('would not pass the check if somebody were shut out', async () => {
    const page = await window('en');
    await page.setContent('<p style="color:#bbb;width:900px">Pale and wide</p><input><img src="x.png">');
    expect((await accessibilityProblems(page)).join('\n')).toMatch(/color-contrast.*image-alt.*label/s);
    expect(await isTooWide(page)).toBe(true);
  });

  it('two administrators who accept at once: one receipt, and the other is told who was first', async () => {
    const both = [await window('en'), await window('en')] as const;
    await signIn(both[0], 'Megan', 'en');
    await signIn(both[1], 'Adele', 'en');
    for (const page of both) await page.getByRole('link', { name: ACCEPT.en }).click();
    await Promise.all(both.map((page) => page.getByRole('button', { name: CONFIRM.en }).click()));
    const texts = await Promise.all(both.map((page) => page.locator('main').innerText()));
    const first = texts.findIndex((text) => !text.includes('Already accepted'));
    const names = [megan.name, adele.name];
    expect(texts[first]).toContain('Thank you. Fabrikam has been told.');
    expect(texts[first]).toContain(`✓ Accepted by ${names[first]}`);
    expect(texts[1 - first]).toContain(`Already accepted by ${names[first]}`);
    expect(texts[1 - first]).not.toContain('Thank you');
    await world.settled();
    expect(await world.db.collection('events').countDocuments({ 'event.type': 'invitation-accepted' })).toBe(
      1,
    );
    await Promise.all(both.map((page, at) => picture(page, `page-two-administrators-${at + 1}`)));
  });

  it('can be answered with the keyboard alone, and without script', async () => {
    const page = await window('en', { javaScriptEnabled: false });
    await page.goto(`${HERE}/i/${link.token}`);
    const reach = async (name: string) => {
      for (let at = 0; at < 20; at++) {
        await page.keyboard.press('Tab');
        const focused = page.locator(':focus');
        if ((await focused.count()) > 0 && (await focused.innerText()).includes(name)) return;
      }
      throw new Error(`The keyboard does not reach ${name}`);
    };
    await reach('Sign in with Microsoft');
    await page.keyboard.press('Enter');
    await page.waitForURL(/authorize/);
    await reach('Megan Bowen');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/i\//);
    await reach('Accept…');
    await page.keyboard.press('Enter');
    await page.waitForURL(/step=accept/);
    await reach('Yes, accept Fabrikam');
    await page.keyboard.press('Enter');
    await page.getByText('Thank you. Fabrikam has been told.').waitFor();
    expect(await statusOf(world, link)).toBe('accepted');
  });

  it.each([
    ['in high contrast', { forcedColors: 'active' }],
    ['without motion', { reducedMotion: 'reduce' }],
    ['on paper', { media: 'print' }],
  ] as const)('%s can be read', async (name, media) => {
    const page = await window('en');
    await signIn(page, 'Megan', 'en');
    await page.emulateMedia(media);
    expect(await isTooWide(page)).toBe(false);
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture(page, `page-${name.replaceAll(' ', '-')}`);
  });

  it('weighs less than 50 KB at first sight, and brings no script', async () => {
    const page = await window('en', { javaScriptEnabled: false });
    const responses: Response[] = [];
    page.on('response', (response) => void responses.push(response));
    await page.goto(`${HERE}/i/${link.token}`, { waitUntil: 'networkidle' });
    const sizes = await Promise.all(
      responses.map(async (one) => (await one.body()).length + JSON.stringify(await one.allHeaders()).length),
    );
    const weight = sizes.reduce((sum, size) => sum + size, 0);
    const kinds = new Set(responses.map((one) => one.request().resourceType()));
    process.stdout.write(`the first view of the page: ${weight} bytes\n`);
    expect(weight).toBeLessThan(50_000);
    expect([...kinds].sort()).toEqual(['document', 'stylesheet']);
  });

  it('says that it will be back while the database is away, and is', async () => {
    const page = await window('es');
    await signIn(page, 'Megan', 'es');
    await whileFailing(world.db, { failCommands: ['find'], closeConnection: true }, async () => {
      const answer = await page.goto(`${HERE}/i/${link.token}`);
      expect(answer?.status()).toBe(503);
      expect(await answer?.headerValue('retry-after')).toBe('5');
      expect(await page.locator('main').innerText()).toMatch(
        /Vuelve a intentarlo en unos segundos.*F-\w{6}/s,
      );
      expect(await accessibilityProblems(page)).toEqual([]);
      await picture(page, 'page-database-away-es');
    });
    await page.goto(`${HERE}/i/${link.token}`);
    expect(await page.locator('main').innerText()).toContain('Respondes en nombre de Contoso');
  });
});
