import { setTimeout as sleep } from 'node:timers/promises';
import { type Bot, startBot, verdictOf } from '../../support/outside/bot.ts';
import type { ConnectorCall } from '../../support/outside/connector-fates.ts';
import { rssMb } from '../../support/outside/own-process.ts';
import type { Seed } from '../../support/outside/seeding.ts';
import { type Surroundings, startSurroundings } from '../../support/outside/surroundings.ts';
import type { GroupRun } from '../group.ts';
import type { Row } from '../report.ts';
import { atOnce } from '../rounds.ts';
import { percentile, rounded, slowestSecond } from '../statistics.ts';

// So many tenants and channels that neither Teams' limit per tenant nor the one per conversation is in the way.
const PARTNERS = 4;
const CHANNELS = 40;
const PER_SECOND = 50;
const CROWD = 400;
const PATIENCE_MS = 60_000;
const HALF = 0.5;

/** How long it takes from an accepting press to the alert that Teams has taken, and what a crowd does to it. */
export async function alerts({ set, settings, say }: GroupRun): Promise<readonly Row[]> {
  const surroundings = await startSurroundings({ partners: PARTNERS });
  const bot = await startBot(surroundings, { set, name: 'alerts', channels: CHANNELS });
  const seconds = settings.isQuick ? 6 : 30;
  try {
    const supply = await supplyOf(bot, surroundings, seconds * PER_SECOND * 3 + 1200);
    const scene = { bot, surroundings, supply, seconds };
    await surroundings.control({ delayMs: 0 });
    say('Warming up');
    await atOnce(settings.isQuick ? 200 : 1000, 4, async () => void (await bot.accept(supply())));
    await bot.quiet();
    const rows: Row[] = [];
    for (const delayMs of [0, 80]) {
      say(`${PER_SECOND} accepts a second, Teams takes ${delayMs} ms`);
      rows.push(await steady(scene, delayMs));
    }
    say('One conversation hangs');
    rows.push(await besideOneThatHangs(scene));
    say(`${CROWD} accepts at once`);
    rows.push(await crowd(scene, settings.isQuick ? 120 : 300));
    return rows;
  } finally {
    await bot.stop();
    await surroundings.stop();
  }
}

/** The next invitation that waits, of the partners in turn or of the first one alone. */
type Supply = (ofFirst?: boolean) => Seed;
type Scene = {
  readonly bot: Bot;
  readonly surroundings: Surroundings;
  readonly supply: Supply;
  readonly seconds: number;
};

// The partners take turns.
async function supplyOf(bot: Bot, { partners }: Surroundings, count: number): Promise<Supply> {
  const each = Math.ceil(count / partners.length);
  const lists: (readonly Seed[])[] = [];
  for (const [index, partner] of partners.entries()) {
    lists.push(await bot.seed(index === 0 ? each + 2 * CROWD : each, partner));
  }
  const taken = partners.map(() => 0);
  let turn = 0;
  return (ofFirst = false) => {
    const from = ofFirst ? 0 : turn++ % lists.length;
    const one = lists[from]?.[taken[from] ?? 0];
    taken[from] = (taken[from] ?? 0) + 1;
    if (!one) throw new Error('No seed is left');
    return one;
  };
}

type Press = {
  readonly one: Seed;
  readonly pressed: number;
  readonly answered: number;
  readonly verdict: string;
};

// An open loop: a press is made when it is due, however long the earlier ones take.
async function pressSteadily({ bot, supply }: Scene, rate: number, count: number): Promise<readonly Press[]> {
  const start = performance.now();
  const presses: Promise<Press>[] = [];
  for (let index = 0; index < count; index++) {
    const due = start + (index * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    presses.push(press(bot, supply()));
  }
  return Promise.all(presses);
}

async function press(bot: Bot, one: Seed): Promise<Press> {
  const pressed = Date.now();
  const verdict = await bot.accept(one).then(verdictOf, () => 'unanswered');
  return { one, pressed, answered: Date.now(), verdict };
}

/** What became of the alerts of these presses. */
function waits(presses: readonly Press[], calls: readonly ConnectorCall[]) {
  const heard = new Map<string, number>();
  for (const { method, about, at, isTaken } of calls) {
    if (method === 'POST' && isTaken) {
      for (const number of about) heard.set(number, Math.min(at, heard.get(number) ?? at));
    }
  }
  const accepted = presses.filter(({ verdict }) => verdict === 'accepted');
  const ms = accepted.flatMap(({ one, pressed }) => {
    const at = heard.get(String(one.number));
    return at === undefined ? [] : [at - pressed];
  });
  return { accepted: accepted.length, lost: accepted.length - ms.length, ms };
}

async function settle({ bot, surroundings }: Scene): Promise<readonly ConnectorCall[]> {
  await bot.quiet(PATIENCE_MS).catch(() => undefined);
  return surroundings.calls();
}

async function steady(scene: Scene, delayMs: number): Promise<Row> {
  await scene.surroundings.control({ delayMs });
  await scene.surroundings.calls();
  const presses = await pressSteadily(scene, PER_SECOND, PER_SECOND * scene.seconds);
  const { accepted, lost, ms } = waits(presses, await settle(scene));
  await scene.surroundings.control({ delayMs: 0 });
  const answers = presses.map(({ pressed, answered }) => answered - pressed);
  return {
    group: 'alerts',
    name: `press to alert, ${PER_SECOND} accepts/s, Teams ${delayMs} ms a call`,
    figure: `p50 ${rounded(percentile(ms, HALF))} ms, p99 ${rounded(percentile(ms, 0.99))} ms`,
    beside: `answer p50 ${rounded(percentile(answers, HALF))} ms; ${accepted} of ${presses.length} accepted, ${lost} unheard after 60 s`,
    ...(delayMs === 80 ? { bar: '250 ms, 1 s (130, 400)' } : {}),
    values: { p50: percentile(ms, HALF), p99: percentile(ms, 0.99), accepted, lost, delayMs },
  };
}

async function besideOneThatHangs(scene: Scene): Promise<Row> {
  const { bot, supply, surroundings } = scene;
  const victim = supply();
  await surroundings.control({ hangs: [victim.channel] });
  await press(bot, victim);
  const presses = await pressSteadily(scene, 10, 10 * scene.seconds);
  await sleep(scene.seconds * 500);
  const calls = await surroundings.calls();
  await surroundings.control({ hangs: [] });
  await bot.quiet(PATIENCE_MS).catch(() => undefined);
  const late = await surroundings.calls();
  const others = presses.filter(({ one }) => one.channel !== victim.channel);
  const { ms, lost } = waits(others, [...calls, ...late]);
  return {
    group: 'alerts',
    name: 'one conversation hangs: wait of the others, 10 accepts/s',
    figure: `p99 ${rounded(percentile(ms, 0.99))} ms`,
    beside: `p50 ${rounded(percentile(ms, HALF))} ms; ${others.length} others, ${lost} unheard`,
    bar: '1 s',
    values: { p50: percentile(ms, HALF), p99: percentile(ms, 0.99), others: others.length, lost },
  };
}

async function crowd({ bot, supply }: Scene, calm: number): Promise<Row> {
  const rates: number[] = [];
  const start = performance.now();
  await atOnce(calm, 16, async () => void (await bot.accept(supply(true))));
  rates.push(calm / ((performance.now() - start) / 1000));
  await bot.quiet();
  const { pid } = bot.main();
  const [before, memory] = [rssMb(pid), [] as number[]];
  const watch = setInterval(() => memory.push(rssMb(pid)), 100);
  const presses = await Promise.all(Array.from({ length: CROWD }, () => press(bot, supply(true))));
  clearInterval(watch);
  const told = (wanted: string) => presses.filter(({ verdict }) => verdict === wanted).length;
  const longest = Math.max(...presses.map(({ pressed, answered }) => answered - pressed));
  const slowest = slowestSecond(presses.map(({ answered }) => answered));
  const peak = Math.max(before, ...memory);
  const counts = {
    accepted: told('accepted'),
    busy: told('busy'),
    broken: told('broken') + told('unanswered'),
  };
  return {
    group: 'alerts',
    name: `${CROWD} accepts of one partner at once`,
    figure: `slowest second ${slowest} answers, longest ${rounded(longest / 1000)} s, RSS ${rounded(peak / before)}x`,
    beside: `at 16: ${rounded(rates[0] ?? Number.NaN)}/s; accepted ${counts.accepted}, busy ${counts.busy}, broken ${counts.broken}; ${rounded(peak)} MB`,
    bar: '≥ half the rate at 16, 15 s, 1.5x',
    values: { ...counts, slowest, longest, before, peak, rateAt16: rates[0] },
  };
}
