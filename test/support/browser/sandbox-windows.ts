import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { cacheFolder } from '../world/mongod.ts';
import { launch, openWindow } from './browser.ts';

async function openSandboxWindows(portOffset: number) {
  const folder = await mkdtemp(join(tmpdir(), 'vinculo-client-'));
  // A database server of its own, as a newcomer gets it, whatever the tests were given.
  const { MONGODB_URI: _, ...env } = process.env;
  const [sandbox, browser] = await Promise.all([
    startSandbox({ folder, cacheFolder, portOffset, env, isFresh: true, say: () => {} }),
    launch(),
  ]);
  return {
    sandbox,
    dana: await openWindow(browser, { locale: 'en-GB' }),
    megan: await openWindow(browser, { locale: 'en-GB' }),
    alex: await openWindow(browser, { locale: 'es-ES', viewport: { width: 320, height: 640 } }),

    async close(): Promise<void> {
      await browser.close();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The sandbox as `npm run sandbox` starts it, with a browser window for each person, for the tests of one `describe`.
 * `portOffset` is 4850 at least: Linux gives the ports below to outgoing connections, and one may be open by chance.
 */
export function useSandboxWindows(portOffset: number) {
  const windows = {} as Awaited<ReturnType<typeof openSandboxWindows>>;
  beforeAll(async () => {
    Object.assign(windows, await openSandboxWindows(portOffset));
  });
  afterAll(() => windows.close());
  return windows;
}
