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

// The browser's own services may not connect to the internet.
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

// The package sets these for one page in a small cloud function: with a single process, closing one window closes all.
const UNFIT = ['--headless', '--single-process', '--no-zygote'];

/** Starts an installed Chrome or Chromium, or the one that an npm package carries for Linux x64. */
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

/**
 * Unpacks the npm package's browser before any test starts, because two tests at once would find an unfinished file.
 */
export default async function setup(): Promise<void> {
  if (await installed()) return;
  const { default: carried } = await import('@sparticuz/chromium');
  await carried.executablePath();
}

async function installed(): Promise<string | undefined> {
  for (const path of [process.env['CHROME_BIN'], ...INSTALLED]) if (path && (await exists(path))) return path;
  return undefined;
}

/** Opens a window with its own cookies, like the window of another person at another computer. */
export async function openWindow(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  // Requests to other hosts than this one fail at once, as in a closed network.
  await context.route(
    (url) => !['localhost', '127.0.0.1'].includes(url.hostname),
    (route) => route.abort(),
  );
  return context.newPage();
}

/** Saves a picture of the whole page, or only of the part that a person sees without scrolling. */
export async function picture(page: Page, name: string, part: 'page' | 'sight' = 'page'): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: part === 'page' });
}

/** Saves a picture of a part of the page. */
export async function pictureOf(part: Locator, name: string): Promise<void> {
  await part.screenshot({ path: join(PICTURES, `${name}.png`) });
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
