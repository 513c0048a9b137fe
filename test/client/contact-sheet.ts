import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from '../support/browser.ts';
import { SHEET } from '../support/contact-sheet.ts';
import { everyCard } from '../support/every-card.ts';
import { rendererPage, show, THEMES, WIDTHS } from '../support/rendered-cards.ts';

const looks = inject('catalogues').flatMap((language) =>
  THEMES.flatMap((theme) => WIDTHS.map((width) => ({ language, theme, width }))),
);

// Run by `npm run cards`: pictures are for people, the checks are in cards.test.ts.
describe('the contact sheet', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
    page = await rendererPage(browser);
  });
  afterAll(() => browser.close());

  it.each(looks)(
    'has a picture of every card: $language, $theme, $width px',
    async ({ language, ...look }) => {
      const folder = join(SHEET, language, `${look.theme}-${look.width}`);
      await mkdir(folder, { recursive: true });
      const cards = everyCard(language === 'pseudo' ? 'en' : language);
      await show(page, cards, look);
      const sections = await page.locator('section').all();
      for (const [at, section] of sections.entries()) {
        const { kind = '', state = '' } = cards[at] ?? {};
        await section.screenshot({
          path: join(folder, `${kind} - ${state.replaceAll(/[^\p{L}\d]+/gu, '-')}.png`),
        });
      }
      expect(sections.length).toBe(cards.length);
    },
  );
});
