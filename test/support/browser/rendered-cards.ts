import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import markdownIt from 'markdown-it';
import type { Browser, Page } from 'playwright-core';
import { elements } from '../cards/card-rules.ts';
import { openWindow } from './browser.ts';

/** The themes of Teams whose host configuration is public. */
export const THEMES = ['light', 'dark'] as const;
/** Widths in pixels: a narrow phone, and the widest card in Teams on a desktop. */
export const WIDTHS = [320, 600] as const;

/** The theme and the width in which cards are shown. */
export type Look = { readonly theme: (typeof THEMES)[number]; readonly width: (typeof WIDTHS)[number] };

const require = createRequire(import.meta.url);
const RENDERER = require.resolve('adaptivecards-renderer/dist/adaptivecards.min.js');
const STYLES = ['adaptivecards-renderer/dist/adaptivecards.css', './teams-look.css'].map((file) =>
  require.resolve(file),
);
// As the renderer's documentation demands: Markdown without HTML; web addresses become links, as in chats.
const markdown = markdownIt({ html: false, linkify: true });

/** Opens a page with Microsoft's renderer, which shows cards as Teams does. */
export async function rendererPage(browser: Browser): Promise<Page> {
  const page = await openWindow(browser);
  await page.setContent('<!doctype html><html lang="en"><title>Cards</title><main></main>');
  await page.addScriptTag({ path: RENDERER });
  for (const path of STYLES) await page.addStyleTag({ path });
  return page;
}

/** A card that can be shown, under its name. */
export type Shows = { readonly name: string; readonly card: { readonly attachment: { content?: unknown } } };

/** Shows these cards, one below the other. */
export async function show(page: Page, cards: readonly Shows[], { theme, width }: Look): Promise<void> {
  const fixture = new URL(`../../fixtures/teams-${theme}.json`, import.meta.url);
  const hostConfig = JSON.parse(readFileSync(fixture, 'utf8'));
  const contents = cards.map(({ name, card }) => ({ name, content: card.attachment.content as object }));
  const texts = cards.flatMap(({ card }) => [...elements(card.attachment.content)].map(({ text }) => text));
  const rendered = Object.fromEntries(texts.map((text) => [String(text), markdown.render(String(text))]));
  await page.setViewportSize({ width: width + 2 * MARGIN, height: 900 });
  await page.evaluate(render, { contents, rendered, hostConfig, theme, width });
}

const MARGIN = 20;

type Shown = {
  readonly contents: readonly { readonly name: string; readonly content: object }[];
  readonly rendered: Readonly<Record<string, string>>;
  readonly hostConfig: object;
  readonly theme: string;
  readonly width: number;
};

// Runs in the page, where the renderer's global name is `AdaptiveCards`.
function render({ contents, rendered, hostConfig, theme, width }: Shown): void {
  const library = (globalThis as unknown as { AdaptiveCards: typeof import('adaptivecards-renderer') })
    .AdaptiveCards;
  library.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = rendered[text] ?? '';
    result.didProcess = true;
  };
  document.documentElement.dataset['theme'] = theme;
  const main = document.querySelector('main') ?? document.body;
  main.replaceChildren();
  for (const { name, content } of contents) {
    const card = new library.AdaptiveCard();
    card.hostConfig = new library.HostConfig(hostConfig);
    card.parse(content);
    const frame = document.createElement('section');
    frame.dataset['name'] = name;
    frame.style.width = `${width}px`;
    const element = card.render();
    if (element) frame.append(element);
    main.append(frame);
  }
  // The parts that a press unfolds are checked as well.
  for (const button of main.querySelectorAll<HTMLElement>('button.expandable')) button.click();
}
