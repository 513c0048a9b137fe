import { setTimeout as sleep } from 'node:timers/promises';
import { type Bot, mustAnswer, startBot } from '../../support/outside/bot.ts';
import { agentOf, channelOf, customer } from '../../support/outside/numbered.ts';
import { rssMb } from '../../support/outside/own-process.ts';
import type { Seed } from '../../support/outside/seeding.ts';
import { ready, type Surroundings, startSurroundings } from '../../support/outside/surroundings.ts';
import type { GroupRun } from '../group.ts';
import { installPeers, PEERS, startPeer } from '../peers.ts';
import type { Row } from '../report.ts';
import { atOnce } from '../rounds.ts';
import { median, rounded } from '../statistics.ts';

const CHANNELS = 40;
const SEEDS = 2_000;

/** How long starting takes, how long after a kill, and what memory the program has after many turns. */
export async function starting({ set, settings, say }: GroupRun): Promise<readonly Row[]> {
  await installPeers(say);
  const surroundings = await startSurroundings();
  await surroundings.control({ keepsCalls: false });
  const bot = await startBot(surroundings, { set, name: 'starting', channels: CHANNELS });
  try {
    const seeds = await bot.seed(SEEDS);
    say('Starting again and again');
    const starts = await startToReady(surroundings, bot, settings.isQuick ? 3 : 9);
    say('Killing under load');
    const killed = await afterKills({ surroundings, bot, seeds }, settings.isQuick ? 3 : 10);
    say('Turns for memory');
    const memory = await memoryAfter(
      { surroundings, bot, seeds },
      settings.isQuick ? [1_000, 4_000] : [10_000, 40_000],
    );
    return [starts, killed, memory];
  } finally {
    await bot.stop();
    await surroundings.stop();
  }
}

async function startToReady(surroundings: Surroundings, bot: Bot, times: number): Promise<Row> {
  const own: number[] = [];
  const stock: number[] = [];
  for (let time = 0; time < times; time++) {
    const program = await surroundings.program(bot.uri);
    own.push(await ready(program));
    await program.terminate();
    const start = performance.now();
    const peer = await startPeer(PEERS[0].file);
    stock.push(performance.now() - start);
    await peer.kill();
  }
  const [ours, theirs] = [median(own), median(stock)];
  return {
    group: 'starting',
    name: 'start to ready',
    figure: `${rounded(ours)} ms = ${rounded(ours / theirs)}x`,
    beside: `a bare botbuilder bot listens after ${rounded(theirs)} ms`,
    bar: '1.5x',
    values: { own, stock, ratio: ours / theirs },
  };
}

type Load = { readonly surroundings: Surroundings; readonly bot: Bot; readonly seeds: readonly Seed[] };

// Killed anywhere: 16 accepts are under way at any time.
async function afterKills({ surroundings, bot, seeds }: Load, kills: number): Promise<Row> {
  const waits: number[] = [];
  let next = 0;
  for (let kill = 0; kill < kills; kill++) {
    let isOver = false;
    const load = atOnce(Number.POSITIVE_INFINITY, 16, async () => {
      const one = seeds[next++ % seeds.length];
      if (isOver || !one) throw new Error('The load is over');
      await bot.accept(one);
    }).catch(() => undefined);
    await sleep(200 + Math.random() * 600);
    await bot.main().kill();
    isOver = true;
    const program = await surroundings.program(bot.uri);
    waits.push(await ready(program));
    bot.processes[0] = program;
    await load;
  }
  return {
    group: 'starting',
    name: `ready after kill -9 under load, ${kills} kills`,
    figure: `longest ${rounded(Math.max(...waits) / 1000)} s`,
    beside: `median ${rounded(median(waits) / 1000)} s`,
    bar: '5 s',
    values: { waits },
  };
}

async function memoryAfter(
  { bot, seeds, surroundings }: Load,
  marks: readonly [number, number],
): Promise<Row> {
  const { pid } = bot.main();
  const agent = agentOf(surroundings.partners[0] ?? '');
  const lines = ['help', 'list', 'customers'];
  const turn = (index: number) => {
    const domain = customer(seeds[index % seeds.length]?.number ?? 0).domain;
    const text =
      index % 2 === 0 ? `status ${domain}` : (lines[Math.floor(index / 2) % lines.length] ?? 'help');
    return mustAnswer(bot.teams.says(agent, channelOf(agent.tenantId, index % CHANNELS), text));
  };
  const [early, late] = marks;
  await atOnce(early, 4, turn);
  const before = rssMb(pid);
  await atOnce(late - early, 4, (index) => turn(index + early));
  const after = rssMb(pid);
  return {
    group: 'starting',
    name: `RSS after ${late.toLocaleString('en')} turns against after ${early.toLocaleString('en')}`,
    figure: `${rounded(after)} MB = ${rounded(after / before)}x`,
    beside: `${rounded(before)} MB`,
    bar: '1.2x',
    values: { before, after, ratio: after / before, turns: marks },
  };
}
