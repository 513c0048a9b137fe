import { createLog } from '../../../src/log.ts';
import { startProgram } from '../../../src/program.ts';
import { until, type World } from './world.ts';

/** Starts the program of a world anew, until this has happened and everything is delivered; then it stops again. */
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
