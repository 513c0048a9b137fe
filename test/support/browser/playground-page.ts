import type { Locator, Page } from 'playwright-core';

/** Uses the Playground's page as a person uses Teams. */
export function playgroundPage(page: Page) {
  const composer = page
    .getByRole('group')
    .filter({ has: page.getByRole('button', { name: 'Post', exact: true }) });

  return {
    page,

    async open(url: string, conversation: string): Promise<void> {
      await page.goto(url);
      await page.getByRole('treeitem', { name: conversation }).click();
    },

    /** Starts a post in a channel that mentions the bot; returns its thread. */
    async posts(text: string): Promise<Locator> {
      await composer.getByRole('textbox').click();
      await page.keyboard.type('@V');
      await page.getByRole('menuitem', { name: /Vínculo/ }).click();
      await page.keyboard.type(` ${text}`);
      await page.getByRole('button', { name: 'Post', exact: true }).click();
      return page.getByRole('group').filter({ hasText: text }).last();
    },

    /** Types a line in a chat. */
    async types(text: string): Promise<void> {
      const box = page.locator('[data-lexical-editor]').last();
      await box.click();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
  };
}
