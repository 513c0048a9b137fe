import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import { cacheFolder } from '../world/mongod.ts';
import { launch, openWindow } from './browser.ts';

/**
 * The sandbox as `npm run sandbox` starts it, with a browser window for each person. `portOffset`: from 4850 on, since
 * below that its ports are among those that Linux gives to outgoing connections, of which one may be open just then.
 */
export async function openStage(portOffset: number, locale = 'en-GB') {
  const folder = await mkdtemp(join(tmpdir(), 'vinculo-client-'));
  // A database server of its own, as a newcomer gets it, whatever the tests were given.
  const { MONGODB_URI: _, ...env } = process.env;
  const [sandbox, browser] = await Promise.all([
    startSandbox({ folder, cacheFolder, portOffset, env, isFresh: true, say: () => {} }),
    launch(),
  ]);
  return {
    sandbox,
    dana: await openWindow(browser, { locale }),
    megan: await openWindow(browser, { locale }),
    alex: await openWindow(browser, { locale: 'es-ES', viewport: { width: 320, height: 640 } }),

    async close(): Promise<void> {
      await browser.close();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The sandbox and its people. */
export type Stage = Awaited<ReturnType<typeof openStage>>;
