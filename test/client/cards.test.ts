import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from '../support/browser.ts';
import { everyCard } from '../support/every-card.ts';
import { lookProblems } from '../support/look-problems.ts';
import { rendererPage, show, THEMES, WIDTHS } from '../support/rendered-cards.ts';

const looks = inject('catalogues').flatMap((language) =>
  THEMES.flatMap((theme) => WIDTHS.map((width) => ({ language, theme, width }))),
);

describe('every card, drawn by Microsoft’s renderer as Teams configures it', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
    page = await rendererPage(browser);
  });
  afterAll(() => browser.close());

  it.each(looks)('can be read and used: $language, $theme, $width px', async ({ language, ...look }) => {
    const cards = everyCard(language === 'pseudo' ? 'en' : language);
    await show(page, cards, look);
    expect(await page.locator('section').count()).toBe(cards.length);
    expect(await lookProblems(page)).toStrictEqual([]);
  });
});
