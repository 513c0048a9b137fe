import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, it } from 'vitest';
import { createNewcomer, SCREENS } from '../support/browser/newcomer.ts';
import { playgroundPage } from '../support/browser/playground-page.ts';
import { useSandboxWindows } from '../support/browser/sandbox-windows.ts';

const WAYS = {
  en: {
    invite: 'invite "Contoso" contoso.com country:ES to:megan@contoso.com lang:en',
    subject: /^Fabrikam asks/,
    person: /Megan Bowen/,
    signIn: 'Sign in with Microsoft',
    accept: 'Accept…',
    confirm: 'Yes, accept Fabrikam',
    accepted: 'Megan Bowen accepted for Contoso',
  },
  es: {
    invite: 'invite "Woodgrove" woodgrovebank.com country:PT to:enrico@woodgrovebank.com lang:es',
    subject: /^Fabrikam solicita/,
    person: /Enrico Cattaneo/,
    signIn: 'Iniciar sesión con Microsoft',
    accept: 'Aceptar…',
    confirm: 'Sí, aceptar a Fabrikam',
    accepted: 'accepted for Woodgrove',
  },
} as const;

describe('a newcomer who knows only what the screen shows', () => {
  const windows = useSandboxWindows(5800);

  beforeAll(async () => {
    await playgroundPage(windows.dana).open(windows.sandbox.partner.url, 'Fabrikam - General');
  });

  it.each(['en', 'es'] as const)(
    'finds the next step in sight on every screen, from the mail to the alert (%s)',
    async (language) => {
      const way = WAYS[language];
      const thread = await sent(windows.dana, way.invite);
      const window = language === 'en' ? windows.megan : windows.alex;
      await window.setViewportSize(SCREENS.laptop);
      await window.goto(windows.sandbox.mailbox.url);
      const newcomer = createNewcomer(language);
      const mail = window.getByRole('link', { name: way.subject });
      const link = window.frameLocator('iframe').getByRole('link');
      await newcomer.does('the mailbox', {
        page: window,
        action: mail,
        click: async () => {
          await mail.click();
          await link.waitFor();
        },
      });
      let page = window;
      await newcomer.does('the mail', {
        page: window,
        action: link,
        click: async () => {
          [page] = await Promise.all([window.waitForEvent('popup'), link.click()]);
          await page.getByRole('link', { name: way.signIn }).waitFor();
        },
      });
      const steps: readonly [string, Locator][] = [
        ['the page, not signed in', page.getByRole('link', { name: way.signIn })],
        ['picking an account', page.getByRole('button', { name: way.person })],
        ['the request', page.getByRole('link', { name: way.accept })],
        ['the last question', page.getByRole('button', { name: way.confirm })],
      ];
      for (const [at, [screen, action]] of steps.entries()) {
        const next = steps[at + 1]?.[1] ?? thread.getByText(way.accepted).first();
        await newcomer.does(screen, {
          page,
          action,
          click: async () => {
            await action.click();
            await next.waitFor();
          },
        });
      }
      newcomer.report();
    },
  );
});

// An invitation of which the mail is out.
async function sent(dana: Page, line: string): Promise<Locator> {
  const thread = await playgroundPage(dana).posts(line);
  await thread.getByRole('button', { name: 'Send by e-mail' }).click();
  await thread.getByText('Sent to ').waitFor();
  return thread;
}
