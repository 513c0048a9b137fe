import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

// WCAG 2.2 at levels A and AA, and what axe calls best practice.
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe-core finds wrong with the page as it stands: rule, and where. Nothing when all is well. */
export async function accessibilityProblems(page: Page | Frame): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (values) => {
    const { violations: found } = await (globalThis as unknown as { axe: typeof axe }).axe.run({
      runOnly: { type: 'tag', values },
    });
    return found.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }));
  }, TAGS);
  return violations.map(({ id, where }) => `${id}: ${where.join(', ')}`);
}

/** Whether anything stands wider than the window, so that one would have to scroll sideways. */
export async function isTooWide(page: Page | Frame): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}
