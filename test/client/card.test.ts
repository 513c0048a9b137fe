import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { picture } from '../support/browser/browser.ts';
import { playgroundPage } from '../support/browser/playground-page.ts';
import { useSandboxWindows } from '../support/browser/sandbox-windows.ts';
import { step } from '../support/step.ts';

const INVITE = 'invite "Contoso" contoso.com country:ES to:megan@contoso.com lang:es';

describe('answering on the card, in the customer’s own Teams', () => {
  const windows = useSandboxWindows(5200);

  it('Megan sees the request once it is sent and accepts it on the card, and the channel is alerted', async () => {
    const { dana, megan } = windows;
    let thread: Locator;
    let link = '';

    await step('shows Megan nothing while the invitation is a draft', async () => {
      const fabrikam = playgroundPage(dana);
      await fabrikam.open(windows.sandbox.partner.url, 'Fabrikam - Ventas');
      thread = await fabrikam.posts(INVITE);
      await thread.getByRole('button', { name: 'I have sent it' }).waitFor();
      link = await thread.getByLabel('Unique link').inputValue();
      const contoso = playgroundPage(megan);
      await contoso.open(windows.sandbox.customer.url, 'Personal Chat');
      await contoso.types('invitations');
      await megan.getByText('No open requests').waitFor();
    });

    await step('shows her the request once it is sent', async () => {
      await thread.getByRole('button', { name: 'I have sent it' }).click();
      await thread.getByText('waiting for an answer').waitFor();
      await playgroundPage(megan).types('invitations');
      await megan.getByText('Fabrikam asks to become Contoso’s reseller of Microsoft services.').waitFor();
      await picture(megan, '9-card-request');
    });

    await step(
      'lets a colleague without authority read it on a small phone, in Spanish, but not answer',
      async () => {
        const { alex } = windows;
        await alex.goto(link);
        await alex.getByRole('link', { name: 'Iniciar sesión con Microsoft' }).click();
        await alex.getByRole('button', { name: /Alex Wilber/ }).click();
        await alex
          .getByText('Fabrikam solicita ser revendedor de servicios de Microsoft para Contoso.')
          .waitFor();
        expect(await alex.getByRole('button', { name: /Aceptar/ }).count()).toBe(0);
        await alex.getByText('Debe responder megan@contoso.com o un administrador').waitFor();
        const sideways = await alex.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        expect(sideways).toBe(false);
        await picture(alex, '10-forward-spanish');
      },
    );

    await step('takes her yes on the card, changes the card in place and alerts the channel', async () => {
      await megan.getByRole('button', { name: 'Accept Fabrikam' }).click();
      await megan.getByText('✓ Accepted by Megan Bowen').waitFor();
      await thread.getByText('✓ Invitation accepted').waitFor();
      expect(await megan.getByRole('button', { name: 'Accept Fabrikam' }).count()).toBe(0);
      await picture(megan, '11-card-accepted');
    });
  });
});
