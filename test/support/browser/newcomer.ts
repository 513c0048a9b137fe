import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { picture } from './browser.ts';

/** The screens on which the next step must be in sight: an ordinary laptop's and an ordinary phone's. */
export const SCREENS = { laptop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

const WORDS_A_MINUTE = 200;

type Step = { readonly screen: string; readonly upTo: number; readonly inSight: number; tookMs: number };

/** Takes the steps of a person who has never seen the product and knows only the screen, and measures each step. */
export function createNewcomer(name: string) {
  const steps: Step[] = [];

  return {
    /**
     * Checks a screen before its step is done: the whole element of the step is in sight at both sizes, without
     * scrolling. `click` does the step, and ends when the next one can be seen.
     */
    async does(screen: string, { page, action, click }: Doing): Promise<void> {
      await action.waitFor();
      for (const [size, viewport] of Object.entries(SCREENS).reverse()) {
        await page.setViewportSize(viewport);
        expect
          .soft({ screen, size, inSight: await partInSight(page, action) })
          .toEqual({ screen, size, inSight: 1 });
        await picture(page, `newcomer-${name}-${steps.length + 1}-${size}`, 'sight');
      }
      const words = await wordsOn(page, action);
      const startedAt = performance.now();
      await click();
      steps.push({ screen, ...words, tookMs: performance.now() - startedAt });
    },

    /** Prints screens, words and times. They are not asserted, because a busy machine is no fault of the bot's. */
    report(): void {
      const sum = (of: (step: Step) => number) => steps.reduce((total, step) => total + of(step), 0);
      const line = (label: string, cells: readonly (string | number)[]) =>
        `${label.padEnd(26)}${cells.map((cell) => String(cell).padStart(12)).join('')}`;
      const row = (label: string, upTo: number, inSight: number, ms: number) =>
        line(label, [upTo, inSight, `${reading(upTo).toFixed(1)} s`, `${(ms / 1000).toFixed(1)} s`]);
      const words = sum(({ upTo }) => upTo);
      const ms = sum(({ tookMs }) => tookMs);
      const seconds = reading(words) + ms / 1000;
      const all = [
        line(`a newcomer (${name})`, ['words to it', 'in sight', 'reading', 'machine']),
        ...steps.map(({ screen, upTo, inSight, tookMs }) => row(screen, upTo, inSight, tookMs)),
        row(
          'all of it',
          words,
          sum(({ inSight }) => inSight),
          ms,
        ),
        `${steps.length} screens, ${steps.length} clicks, ${words} words: ${seconds.toFixed(0)} s from mail to alert`,
      ];
      process.stdout.write(`\n${all.join('\n')}\n`);
    },
  };
}

type Doing = { readonly page: Page; readonly action: Locator; readonly click: () => Promise<unknown> };

function reading(words: number): number {
  return (words / WORDS_A_MINUTE) * 60;
}

// Which part of the element is in the window and, in a mail, also in the part that the mail's frame shows (0 to 1).
async function partInSight(page: Page, action: Locator): Promise<number> {
  const own = await boxOf(action);
  const frames = await page.locator('iframe').all();
  const shown = await Promise.all(frames.map(boxOf));
  const { width, height } = page.viewportSize() ?? own;
  const seen = [{ x: 0, y: 0, width, height }, ...shown].reduce(common, own);
  return (seen.width * seen.height) / (own.width * own.height);
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

async function boxOf(element: Locator): Promise<Box> {
  const box = await element.boundingBox();
  if (!box) throw new Error('What is to be seen is not there');
  return box;
}

function common(one: Box, other: Box): Box {
  const x = Math.max(one.x, other.x);
  const y = Math.max(one.y, other.y);
  const width = Math.min(one.x + one.width, other.x + other.width) - x;
  const height = Math.min(one.y + one.height, other.y + other.height) - y;
  return { x, y, width: Math.max(0, width), height: Math.max(0, height) };
}

// On a page with a mail, the words of the page down to the mail, and those of the mail down to its link.
async function wordsOn(page: Page, action: Locator): Promise<Pick<Step, 'upTo' | 'inSight'>> {
  const inner = await action.evaluate(countWords);
  const frames = await page.locator('iframe').all();
  const outer = frames[0] ? await frames[0].evaluate(countWords) : undefined;
  return { upTo: inner.upTo + (outer?.upTo ?? 0), inSight: inner.inSight + (outer?.inSight ?? 0) };
}

// Runs in the browser. Counts visible words: those up to the element and on it, and those in the window.
function countWords(element: Element): { upTo: number; inSight: number } {
  const { ownerDocument: document } = element;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let upTo = 0;
  let inSight = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = (node.textContent ?? '').split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
    const range = document.createRange();
    range.selectNode(node);
    const { right, top, width } = range.getBoundingClientRect();
    if (words === 0 || width === 0 || right <= 0 || !node.parentElement?.checkVisibility()) continue;
    const isBefore = (element.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
    if (isBefore || element.contains(node)) upTo += words;
    if (top < window.innerHeight) inSight += words;
  }
  return { upTo, inSight };
}
