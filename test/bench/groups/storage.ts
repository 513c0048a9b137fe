import { setTimeout as sleep } from 'node:timers/promises';
import { type Bot, startBot, verdictOf } from '../../support/outside/bot.ts';
import { isRelayed, until } from '../../support/outside/database-state.ts';
import { type ReplicaSet, startReplicaSet } from '../../support/outside/replica-set.ts';
import type { Seed } from '../../support/outside/seeding.ts';
import { startSurroundings } from '../../support/outside/surroundings.ts';
import type { GroupRun } from '../group.ts';
import { guardedWrites } from '../guarded-writes.ts';
import type { Row } from '../report.ts';
import { atOnce, timed } from '../rounds.ts';
import { median, percentile, rounded } from '../statistics.ts';

const WIDTH = 16;
const CHANNELS = 100;
const GAP_MS = 200;

/** What a change costs against one guarded majority write on the same mongod, one and three nodes. */
export async function storage(run: GroupRun): Promise<readonly Row[]> {
  const one = await onNodes(run, run.set, 1);
  run.say('Starting three nodes');
  const three = await startReplicaSet(3, run.say);
  try {
    return [...one, ...(await onNodes(run, three, 3))];
  } finally {
    await three.stop();
  }
}

async function onNodes(run: GroupRun, set: ReplicaSet, nodes: 1 | 3): Promise<readonly Row[]> {
  const { settings, say } = run;
  const surroundings = await startSurroundings();
  await surroundings.control({ keepsCalls: false });
  const bot = await startBot(surroundings, { set, name: `storage${nodes}`, channels: CHANNELS });
  try {
    const sizes = {
      rounds: settings.isQuick ? 3 : 7,
      serial: settings.isQuick ? 40 : 100,
      wide: settings.isQuick ? 160 : 480,
      warm: settings.isQuick ? 100 : 500,
    };
    const supply = supplyOf(
      await bot.seed(2 * sizes.warm + sizes.rounds * (sizes.serial + 2 * sizes.wide)),
      bot,
    );
    const floor = await guardedWrites(bot.db, 400);
    say(`Warming up on ${nodes} nodes`);
    await atOnce(sizes.warm, 4, supply.accept);
    await atOnce(sizes.warm, WIDTH, floor.write);
    await bot.quiet();
    await bot.join();
    await atOnce(sizes.warm, 4, supply.accept);
    await bot.quiet();
    bot.pause();
    say(`Measuring changes on ${nodes} nodes`);
    const context = { bot, floor, supply, sizes, nodes };
    const rows = [await serial(context), ...(await wide(context))];
    await floor.remove();
    return rows;
  } finally {
    await bot.stop();
    await surroundings.stop();
  }
}

type Context = {
  readonly bot: Bot;
  readonly floor: Awaited<ReturnType<typeof guardedWrites>>;
  readonly supply: ReturnType<typeof supplyOf>;
  readonly sizes: { readonly rounds: number; readonly serial: number; readonly wide: number };
  readonly nodes: 1 | 3;
};

// Each invitation is accepted once; what is not accepted is counted.
function supplyOf(seeds: readonly Seed[], bot: Bot) {
  let next = 0;
  let failures = 0;
  return {
    failures: () => failures,
    async accept(): Promise<void> {
      const one = seeds[next++];
      if (!one) throw new Error('No seed is left');
      if (verdictOf(await bot.accept(one)) !== 'accepted') failures += 1;
    },
  };
}

async function serial({ bot, floor, supply, sizes, nodes }: Context): Promise<Row> {
  const accepts: (readonly number[])[] = [];
  const writes: (readonly number[])[] = [];
  for (let round = 0; round < sizes.rounds; round++) {
    accepts.push(await timed(sizes.serial, supply.accept));
    await bot.quiet();
    await sleep(GAP_MS);
    writes.push(await timed(sizes.serial, floor.write));
  }
  const middle = (rounds: readonly (readonly number[])[]) =>
    median(rounds.map((one) => percentile(one, 0.5)));
  const [accept, write] = [middle(accepts), middle(writes)];
  const p99 = percentile(accepts.flat(), 0.99);
  return {
    group: 'storage',
    name: `accept, press to answer, serial, ${nodesOf(nodes)}`,
    figure: `p50 ${rounded(accept)} ms, p99 ${rounded(p99)} ms = ${rounded(accept / write)}x`,
    beside: `guarded write p50 ${rounded(write)} ms`,
    bar: nodes === 1 ? '3x (2.5x)' : '2x (1.7x)',
    values: { accept, write, p99, ratio: accept / write, rounds: sizes.rounds, each: sizes.serial },
  };
}

// One process and two take turns, as do changes and guarded writes; the second is stopped while the first is alone.
async function wide(context: Context): Promise<readonly Row[]> {
  const { bot, floor, sizes, supply } = context;
  const rates = { one: [] as number[], two: [] as number[], write: [] as number[] };
  const before = supply.failures();
  const failures = { one: 0, two: 0 };
  for (let round = 0; round < sizes.rounds; round++) {
    const start = supply.failures();
    rates.one.push(await changesPerSecond(context));
    failures.one += supply.failures() - start;
    rates.write.push(await perSecond(sizes.wide * 2, () => atOnce(sizes.wide * 2, WIDTH, floor.write)));
    await bot.resume();
    rates.two.push(await changesPerSecond(context));
    failures.two = supply.failures() - before - failures.one;
    bot.pause();
  }
  const [one, two, write] = [median(rates.one), median(rates.two), median(rates.write)];
  const shared = { group: 'storage', values: { rates, failures } };
  const where = nodesOf(context.nodes);
  return [
    {
      ...shared,
      name: `changes/s of one partner, 16 at once, relayed, ${where}`,
      figure: `${rounded(one)}/s = ${rounded(one / write)}, ${failures.one} failed`,
      beside: `guarded writes ${rounded(write)}/s`,
      bar: '0.2 (0.3)',
    },
    {
      ...shared,
      name: `the same, two processes, ${where}`,
      figure: `${rounded(two)}/s = ${rounded(two / one)}x of one, ${failures.two} failed`,
      bar: '1x, no error',
    },
  ];
}

async function changesPerSecond({ bot, supply, sizes }: Context): Promise<number> {
  const rate = await perSecond(sizes.wide, async () => {
    await atOnce(sizes.wide, WIDTH, supply.accept);
    await until(() => isRelayed(bot.db), 'every event is passed on');
  });
  await bot.quiet();
  await sleep(GAP_MS);
  return rate;
}

async function perSecond(count: number, act: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await act();
  return count / ((performance.now() - start) / 1000);
}

const nodesOf = (nodes: number): string => (nodes === 1 ? '1 node' : `${nodes} nodes`);
