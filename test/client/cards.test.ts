import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launch } from '../support/browser/browser.ts';
import { lookProblems } from '../support/browser/look-problems.ts';
import { rendererPage, show, THEMES, WIDTHS } from '../support/browser/rendered-cards.ts';
import { everyCard } from '../support/cards/every-card.ts';

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
