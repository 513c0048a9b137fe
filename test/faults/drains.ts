import { setTimeout as sleep } from 'node:timers/promises';
import { atOnce } from '../bench/rounds.ts';
import { startBot } from '../support/outside/bot.ts';
import { happened } from '../support/outside/database-state.ts';
import type { Seed } from '../support/outside/seeding.ts';
import { startSurroundings } from '../support/outside/surroundings.ts';
import { type Fault, scaled } from './fault.ts';
import { judge } from './history.ts';
import { persistently } from './persistence.ts';

const ACCEPTS_A_LIFE = 20;
const PEOPLE = 8;
const LIMIT_MS = 15_000;

/** F13: the program is asked to end while people accept. Nothing is lost, and nothing is told twice. */
export const drains: Fault = async ({ set, random, scale, say, main }) => {
  const surroundings = await startSurroundings(main === undefined ? {} : { main });
  const bot = await startBot(surroundings, { set, name: 'drains', channels: 50 });
  try {
    const seeds = await bot.seed(scaled(50, scale) * ACCEPTS_A_LIFE);
    await surroundings.calls();
    const acknowledged: Seed[] = [];
    const violations: string[] = [];
    const durations: number[] = [];
    let isOver = false;
    const people = atOnce(seeds.length, PEOPLE, async (index) => {
      const one = seeds[index] as Seed;
      const { isDone } = await persistently((id) => bot.accept(one, id));
      if (isDone) acknowledged.push(one);
      else violations.push(`${one.number}: never answered`);
      await sleep(random.between(50, 500));
    }).then(() => {
      isOver = true;
    });
    while (!isOver) {
      await sleep(random.between(300, 2000));
      const start = performance.now();
      const code = await bot.main().terminate();
      durations.push(performance.now() - start);
      if (code !== 0) violations.push(`Exit code ${code}`);
      if ((durations.at(-1) ?? 0) > LIMIT_MS) violations.push(`Ended after ${durations.at(-1)} ms`);
      await bot.revive();
      if (durations.length % 10 === 0) say(`${durations.length} ends`);
    }
    await people;
    await bot.quiet(60_000).catch(() => violations.push('Something is still not delivered after a minute'));
    const events = await happened(bot.db);
    const verdict = judge({ acknowledged, events, calls: await surroundings.calls(), kills: [] });
    return {
      promise: 'exit 0 within 15 s, 0 lost, 0 doubled',
      counts: {
        accepts: acknowledged.length,
        ends: durations.length,
        'longest end ms': Math.round(Math.max(...durations)),
      },
      violations: [...violations, ...verdict.violations],
    };
  } finally {
    await bot.stop();
    await surroundings.stop();
  }
};
