import { type Bot, mustAnswer, startBot, verdictOf } from '../../support/outside/bot.ts';
import { agentOf, channelOf, customer } from '../../support/outside/numbered.ts';
import type { Seed } from '../../support/outside/seeding.ts';
import { startSurroundings } from '../../support/outside/surroundings.ts';
import type { GroupRun } from '../group.ts';
import type { Row } from '../report.ts';
import { atOnce, timed } from '../rounds.ts';
import { median, percentile, rounded } from '../statistics.ts';

const CHANNELS = 20;
const FIRST_NEWCOMER = 8_500_000;
const BAR = '1.3x';

type Question = { readonly name: string; readonly ask: (bot: SizedBot, index: number) => Promise<void> };
type SizedBot = Bot & { readonly size: number; readonly seeds: readonly Seed[]; readonly partner: string };

const QUESTIONS: readonly Question[] = [
  line('status', ({ seeds }, at) => `status ${domainAt(seeds, at)}`),
  line('check', ({ seeds }, at) => `check ${domainAt(seeds, at)}`),
  line('check, a new domain', (_, at) => `check ${customer(FIRST_NEWCOMER + (at % 100)).domain}`),
  line('customers', () => 'customers'),
  line('customers text', ({ seeds }, at) => `customers ${seeds[(at * 37) % seeds.length]?.number}`),
  line('list', () => 'list'),
  line('invite', (_, at) => {
    const { name, domain } = customer(FIRST_NEWCOMER + 100 + at);
    return `invite "${name}" ${domain} country:ES`;
  }),
  {
    name: 'accept',
    ask: async (bot, index) => {
      const one = bot.seeds[index];
      if (!one || verdictOf(await bot.accept(one)) !== 'accepted') throw new Error('Not accepted');
    },
  },
];

/** How long people wait when a partner has a thousand customers, and when it has many more. */
export async function reads({ set, settings, say }: GroupRun): Promise<readonly Row[]> {
  const sizes = [1_000, settings.isQuick ? 20_000 : 100_000, ...(settings.hasMillion ? [1_000_000] : [])];
  const [rounds, each, warm] = settings.isQuick ? [3, 12, 4] : [10, 20, 60];
  const newcomers = Array.from({ length: 100 + warm + rounds * each }, (_, at) => FIRST_NEWCOMER + at);
  const surroundings = await startSurroundings({ newcomers });
  await surroundings.control({ keepsCalls: false });
  const bots: SizedBot[] = [];
  try {
    for (const size of sizes) {
      say(`Seeding ${size.toLocaleString('en')} relationships`);
      const bot = await startBot(surroundings, { set, name: `reads${size}`, channels: CHANNELS });
      const partner = surroundings.partners[0] ?? '';
      bots.push({ ...bot, size, partner, seeds: await bot.seed(size) });
    }
    say('Warming up');
    for (const bot of bots) {
      for (const { ask } of QUESTIONS) await atOnce(warm, 2, (index) => ask(bot, index));
      await bot.quiet();
    }
    const rows: Row[] = [];
    for (const question of QUESTIONS) {
      say(`Asking: ${question.name}`);
      rows.push(...(await compare(question, bots, { rounds, each, warm })));
    }
    return rows;
  } finally {
    await Promise.all(bots.map((bot) => bot.stop()));
    await surroundings.stop();
  }
}

function line(name: string, text: (bot: SizedBot, index: number) => string): Question {
  return {
    name,
    ask: (bot, index) => {
      const place = channelOf(bot.partner, index % CHANNELS);
      return mustAnswer(bot.teams.says(agentOf(bot.partner), place, text(bot, index)));
    },
  };
}

function domainAt(seeds: readonly Seed[], index: number): string {
  return customer(seeds[(index * 53) % seeds.length]?.number ?? 0).domain;
}

async function compare(
  { name, ask }: Question,
  bots: readonly SizedBot[],
  { rounds, each, warm }: { readonly rounds: number; readonly each: number; readonly warm: number },
): Promise<readonly Row[]> {
  const seen = bots.map((bot) => ({ bot, rounds: [] as (readonly number[])[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { bot, rounds: list } of seen) {
      list.push(await timed(each, (index) => ask(bot, warm + round * each + index)));
      await bot.quiet();
    }
  }
  const figures = seen.map(({ bot: { size }, rounds: list }) => ({
    size,
    p50: median(list.map((one) => percentile(one, 0.5))),
    p99: percentile(list.flat(), 0.99),
  }));
  const [small, ...larger] = figures;
  if (!small) return [];
  return larger.map(({ size, p50, p99 }) => ({
    group: 'reads',
    name: `${name}, ${size.toLocaleString('en')} relationships`,
    figure: `p50 ${rounded(p50)} ms = ${rounded(p50 / small.p50)}x, p99 ${rounded(p99)} ms = ${rounded(p99 / small.p99)}x`,
    beside: `1,000: p50 ${rounded(small.p50)} ms, p99 ${rounded(small.p99)} ms`,
    bar: BAR,
    values: { size, p50, p99, small, ratio: p50 / small.p50, ratio99: p99 / small.p99 },
  }));
}
