import { createLog } from '../../../src/log.ts';
import { startProgram } from '../../../src/program.ts';
import { until, type World } from './world.ts';

/** Starts the world's program again, waits until `isSo` is true and everything is delivered, and stops it. */
export async function againUntil(world: World, isSo: () => boolean, what: string): Promise<void> {
  await world.hurry();
  const again = await startProgram(world.config, createLog('silent'), () => new Date());
  try {
    await until(isSo, what);
    await world.settled();
  } finally {
    await again.stop();
  }
}
