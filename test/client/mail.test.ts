import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { picture, pictureOf } from '../support/browser/browser.ts';
import { playgroundPage } from '../support/browser/playground-page.ts';
import { useSandboxWindows } from '../support/browser/sandbox-windows.ts';
import { step } from '../support/step.ts';

const INVITE = 'invite "Contoso" contoso.com country:ES to:megan@contoso.com lang:es';

describe('from invite to alert, by mail', () => {
  const windows = useSandboxWindows(6100);

  it('the invitation, a reminder, a reply and Megan’s yes find their way by mail', async () => {
    const { dana, megan } = windows;
    let thread: Locator;
    let invitation: Page;

    await step('Dana writes a line of her own into the message and sends it from the card', async () => {
      const fabrikam = playgroundPage(dana);
      await fabrikam.open(windows.sandbox.partner.url, 'Fabrikam - General');
      thread = await fabrikam.posts(INVITE);
      await thread.getByRole('button', { name: 'Send by e-mail' }).waitFor();
      await pictureOf(thread.locator('.ac-adaptiveCard').first(), 'mail-1-draft');
      const letter = thread.getByLabel('Message for the customer');
      await letter.fill((await letter.inputValue()).replace('Hola:', 'Hola, Megan:'));
      await thread.getByRole('button', { name: 'Send by e-mail' }).click();
      await thread.getByText('waiting for an answer').waitFor();
      await thread.getByText('Sent to megan@contoso.com').waitFor();
      await pictureOf(thread.locator('.ac-adaptiveCard').first(), 'mail-2-sent');
    });

    await step('Megan finds the mail in the mailbox, in her language', async () => {
      await megan.goto(windows.sandbox.mailbox.url);
      await picture(megan, 'mail-3-mailbox');
      await megan.getByRole('link', { name: /Fabrikam/ }).click();
      const read = megan.frameLocator('iframe').locator('body');
      await read.getByText('Hola, Megan:').waitFor();
      const plain = await megan.locator('pre').first().innerText();
      // One message, twice: whoever reads no HTML reads the same.
      expect(plain.replace(/\s+/g, ' ').trim()).toBe((await read.innerText()).replace(/\s+/g, ' ').trim());
      await megan.getByText('Headers').click();
      await picture(megan, 'mail-4-mail');
    });

    await step('a reminder follows in the same thread, and one press ends them', async () => {
      const id = /R-\w{4,}/.exec(await thread.innerText())?.[0] ?? '';
      await playgroundPage(dana).posts(`remind ${id}`);
      await dana.getByText('a reminder goes to megan@contoso.com by e-mail').first().waitFor();
      await megan.goto(windows.sandbox.mailbox.url);
      await megan.getByRole('link', { name: /^Recordatorio/ }).click();
      await picture(megan, 'mail-5-reminder');
      const link = megan.frameLocator('iframe').getByRole('link');
      const [page] = await Promise.all([megan.waitForEvent('popup'), link.click()]);
      await page.getByRole('heading', { name: 'No more reminders' }).waitFor();
      await picture(page, 'mail-6-unsubscribe');
      await page.getByRole('button', { name: 'Send me no more reminders' }).click();
      await page.getByText('You get no more reminders of this request by e-mail.').waitFor();
      await thread.getByText('they want no more reminders by e-mail').waitFor();
    });

    await step('its link leads to the request, about which she asks something', async () => {
      invitation = await opens(/^Fabrikam solicita/);
      await invitation.getByRole('link', { name: 'Sign in with Microsoft' }).click();
      await invitation.getByRole('button', { name: /Megan Bowen/ }).click();
      await invitation.getByText('Ask a question…').click();
      await invitation.getByLabel('Your question').fill('Who bills us?');
      await invitation.getByRole('button', { name: 'Send question' }).click();
      await thread.getByLabel('Your reply').fill('We do, once a month.');
      await thread.getByRole('button', { name: 'Reply', exact: true }).click();
      await thread.getByText('✓ Reply sent').waitFor();
      await pictureOf(thread.locator('.ac-adaptiveCard').last(), 'mail-7-reply-card');
    });

    await step('the reply comes by mail, and its link leads back', async () => {
      const page = await opens(/^Fabrikam ha respondido/, 'mail-8-reply');
      await page.getByText('We do, once a month.').waitFor();
      await picture(page, 'mail-9-page-with-reply');
    });

    await step('she accepts', async () => {
      await invitation.getByRole('link', { name: 'Accept…' }).click();
      await invitation.getByRole('button', { name: 'Yes, accept Fabrikam' }).click();
      await invitation.getByText('Thank you. Fabrikam has been told.').waitFor();
    });

    await step('and Dana hears of it', async () => {
      await thread.getByText('✓ Invitation accepted').scrollIntoViewIfNeeded();
      expect(await thread.innerText()).toContain('Megan Bowen accepted for Contoso (contoso.com)');
      await picture(dana, 'mail-10-alert');
    });
  });

  // Opens a mail in the mailbox, and what its link leads to.
  async function opens(subject: RegExp, name?: string): Promise<Page> {
    const { sandbox, megan } = windows;
    await megan.goto(sandbox.mailbox.url);
    await megan.getByRole('link', { name: subject }).click();
    const link = megan.frameLocator('iframe').getByRole('link');
    await link.waitFor();
    if (name) await picture(megan, name);
    const [page] = await Promise.all([megan.waitForEvent('popup'), link.click()]);
    return page;
  }
});
