import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

// WCAG 2.2 at levels A and AA, and what axe calls best practice.
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe-core finds wrong with the page in its present state: the rule and the place. Empty without a problem. */
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

/** True when the page is wider than the window, so that a person has to scroll sideways. */
export async function isTooWide(page: Page | Frame): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}
