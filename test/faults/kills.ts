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

/** F1: the program is killed again and again while people accept; they repeat what was not answered. */
export const kills: Fault = async ({ set, random, scale, say, main }) => {
  const surroundings = await startSurroundings(main === undefined ? {} : { main });
  const bot = await startBot(surroundings, { set, name: 'kills', channels: 50 });
  try {
    const lives = scaled(100, scale);
    const seeds = await bot.seed(lives * ACCEPTS_A_LIFE);
    await surroundings.calls();
    const killed: number[] = [];
    const acknowledged: Seed[] = [];
    const waits: number[] = [];
    const unanswered: number[] = [];
    let broken = 0;
    let isOver = false;
    const people = atOnce(seeds.length, PEOPLE, async (index) => {
      const one = seeds[index] as Seed;
      const ending = await persistently((id) => bot.accept(one, id));
      broken += ending.broken;
      if (ending.isDone) acknowledged.push(one);
      else unanswered.push(one.number);
      await sleep(random.between(100, 900));
    }).then(() => {
      isOver = true;
    });
    // On a busy machine a life may be too short for its accepts: then the killing ends before the people do.
    while (!isOver && killed.length < 2 * lives) {
      await sleep(random.between(800, 3000));
      killed.push(Date.now());
      await bot.main().kill();
      waits.push(await bot.revive());
      if (killed.length % 10 === 0) say(`${killed.length} kills, ${acknowledged.length} accepted`);
    }
    await people;
    const isSettled = await bot.quiet(60_000).then(
      () => true,
      () => false,
    );
    const events = await happened(bot.db);
    const { violations, explained } = judge({
      acknowledged,
      events,
      calls: await surroundings.calls(),
      kills: killed,
    });
    return {
      promise:
        '0 lost accepts, 0 lost alerts, 0 double changes; doubled alerts only for kills before the mark',
      counts: {
        accepts: acknowledged.length,
        kills: killed.length,
        'doubled, explained': explained,
        'told “broken”': broken,
        'longest restart s': (Math.max(...waits) / 1000).toFixed(1),
      },
      violations: [
        ...violations,
        ...unanswered.map((number) => `${number}: never answered`),
        ...(isSettled ? [] : ['Something is still not delivered after a minute']),
      ],
    };
  } finally {
    await bot.stop();
    await surroundings.stop();
  }
};
