import { setTimeout as sleep } from 'node:timers/promises';
import { ContendedError } from '../database-errors.ts';

/** What an attempt returns when another change of the same document was faster. */
export const OVERTAKEN = Symbol('overtaken');

const MOST_ATTEMPTS = 60;
const LONGEST_MS = 5000;
const LONGEST_PAUSE_MS = 60;

/**
 * Repeats an attempt to read, decide and write until nothing has come between, with a random pause that grows; throws a
 * ContendedError after 60 attempts or 5 seconds, and then nothing has changed.
 */
export async function untilWritten<Result>(
  attempt: () => Promise<Result | typeof OVERTAKEN>,
): Promise<Result> {
  const began = performance.now();
  for (let attempts = 1; attempts <= MOST_ATTEMPTS; attempts += 1) {
    const result = await attempt();
    if (result !== OVERTAKEN) return result;
    if (performance.now() - began > LONGEST_MS) break;
    await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, 2 ** attempts));
  }
  throw new ContendedError('Others were faster every time');
}
