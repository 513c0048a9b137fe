import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from '../support/browser/browser.ts';
import { SHEET } from '../support/browser/contact-sheet.ts';
import { rendererPage, show, THEMES, WIDTHS } from '../support/browser/rendered-cards.ts';
import { everyCard } from '../support/cards/every-card.ts';

const looks = inject('catalogues').flatMap((language) =>
  THEMES.flatMap((theme) => WIDTHS.map((width) => ({ language, theme, width }))),
);

const COLUMNS = 4;
const GAP = 20;
// Side by side, each under its name.
const STYLE = `
  main { columns: ${COLUMNS}; column-gap: ${GAP}px; padding: ${GAP}px }
  section { margin: 0; break-inside: avoid }
  section::before { display: block; padding: 16px 0 4px; font: 14px system-ui, sans-serif; content: attr(data-name) }
`;

// Run by `npm run cards`: pictures are for people, the checks are in cards.test.ts.
describe('the contact sheet', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
    page = await rendererPage(browser);
    await page.addStyleTag({ content: STYLE });
  });
  afterAll(() => browser.close());

  it.each(looks)(
    'has a picture of every card: $language, $theme, $width px',
    async ({ language, ...look }) => {
      const folder = join(SHEET, language, `${look.theme}-${look.width}`);
      await mkdir(folder, { recursive: true });
      const all = everyCard(language === 'pseudo' ? 'en' : language);
      for (const kind of new Set(all.map((card) => card.kind))) {
        const cards = all.filter((card) => card.kind === kind);
        await show(page, cards, look);
        await page.setViewportSize({ width: COLUMNS * (look.width + GAP) + GAP, height: 900 });
        expect(await page.locator('section').count()).toBe(cards.length);
        await page.locator('main').screenshot({ path: join(folder, `${kind}.png`) });
      }
    },
  );
});
