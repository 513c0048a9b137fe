import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';

/** Where the pictures of a run are kept. */
export const PICTURES = join(import.meta.dirname, '../../../dist/pictures');

const INSTALLED = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

// Nothing of the browser's own may go looking for the internet.
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

// The package means it for one page in a small function: in a single process the first window closed takes all along.
const UNFIT = ['--headless', '--single-process', '--no-zygote'];

/** An installed Chrome or Chromium, or the one that an npm package carries for Linux x64. */
export async function launch(): Promise<Browser> {
  await mkdir(PICTURES, { recursive: true });
  const executablePath = await installed();
  if (executablePath) return chromium.launch({ executablePath, args: ['--no-sandbox', ...QUIET] });
  const { default: carried } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await carried.executablePath(),
    args: [...carried.args.filter((arg) => !UNFIT.some((unfit) => arg.startsWith(unfit))), ...QUIET],
  });
}

/** Unpacks the carried browser before any test starts: two tests at once would each find the other's half of it. */
export default async function setup(): Promise<void> {
  if (await installed()) return;
  const { default: carried } = await import('@sparticuz/chromium');
  await carried.executablePath();
}

async function installed(): Promise<string | undefined> {
  for (const path of [process.env['CHROME_BIN'], ...INSTALLED]) if (path && (await exists(path))) return path;
  return undefined;
}

/** A window of its own, as another person at another computer has one. */
export async function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  // What a page asks of other hosts than this one fails at once, as behind a closed network.
  await context.route(
    (url) => !['localhost', '127.0.0.1'].includes(url.hostname),
    (route) => route.abort(),
  );
  return context.newPage();
}

/** Keeps a picture of the whole page, or only of what a person sees of it without scrolling. */
export async function picture(page: Page, name: string, part: 'page' | 'sight' = 'page'): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: part === 'page' });
}

/** Keeps a picture of a part of it. */
export async function pictureOf(part: Locator, name: string): Promise<void> {
  await part.screenshot({ path: join(PICTURES, `${name}.png`) });
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
