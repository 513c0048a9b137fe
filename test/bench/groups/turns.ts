import { mustAnswer, startBot, verdictOf } from '../../support/outside/bot.ts';
import { agentOf, channelOf, chatOf, customer } from '../../support/outside/numbered.ts';
import { startSurroundings, teamsAt } from '../../support/outside/surroundings.ts';
import type { GroupRun } from '../group.ts';
import { installPeers, PEERS, peerVersions, STOCK, startPeer } from '../peers.ts';
import { type Row, told } from '../report.ts';
import { atOnce, type Measured, measure, type Subject } from '../rounds.ts';
import { rounded } from '../statistics.ts';

const CHANNELS = 40;
const BARS: Readonly<Record<string, string>> = {
  help: '0.7x (0.35x)',
  status: '1.0x (0.5x)',
};

/** What a turn costs: the program's, authenticated and stored, against the bare echoes of what others build on. */
export async function turns({ set, settings, say }: GroupRun): Promise<readonly Row[]> {
  await installPeers(say);
  const surroundings = await startSurroundings();
  await surroundings.control({ keepsCalls: false });
  const bot = await startBot(surroundings, { set, name: 'turns', channels: CHANNELS });
  const peers = await Promise.all(
    PEERS.map(async (peer) => ({ ...peer, process: await startPeer(peer.file) })),
  );
  try {
    const accepts = settings.rounds * settings.turns;
    const seeds = await bot.seed(accepts + Math.min(settings.warmUp, 500));
    const own = ownSubjects(bot, seeds, surroundings.partners[0] ?? '');
    const echoes = await Promise.all(peers.map((peer) => echo(peer, surroundings)));
    await warmUp(own.warm, settings.warmUp, say, 'the program');
    for (const one of echoes) await warmUp([one.turn], settings.warmUp, say, one.name);
    await bot.quiet();
    say('Measuring turns');
    const measured = await measure([...own.subjects, ...echoes], settings);
    return rowsOf(measured, await peerVersions());
  } finally {
    await Promise.all(peers.map(({ process }) => process.kill()));
    await bot.stop();
    await surroundings.stop();
  }
}

type Turn = (index: number) => Promise<void>;

function ownSubjects(
  { teams, accept, quiet, main }: Awaited<ReturnType<typeof startBot>>,
  seeds: Awaited<ReturnType<Awaited<ReturnType<typeof startBot>>['seed']>>,
  partner: string,
) {
  const agent = agentOf(partner);
  const line = (text: (index: number) => string) => (index: number) =>
    mustAnswer(teams.says(agent, channelOf(partner, index % CHANNELS), text(index)));
  const accepting = (from: number) => async (index: number) => {
    const one = seeds[from + index];
    const answer = one ? await accept(one) : { status: 0, text: 'No seed is left' };
    if (verdictOf(answer) !== 'accepted') throw new Error(`Accepting: ${answer.status} ${answer.text}`);
  };
  const help = line(() => 'help');
  const list = line(() => 'list');
  const status = line((index) => `status ${customer(seeds[index % seeds.length]?.number ?? 0).domain}`);
  const spare = Math.max(0, seeds.length - 500);
  const warmAccept = (index: number) =>
    spare + index < seeds.length ? accepting(spare)(index) : status(index);
  const { pid } = main();
  const subject = (name: string, turn: Turn): Subject => ({ name, pid, turn, quiet });
  return {
    warm: [help, status, list, warmAccept],
    subjects: [
      subject('help', help),
      subject('status', status),
      subject('list', list),
      subject('accept', accepting(0)),
    ],
  };
}

async function echo(
  { name, process }: { name: string; process: Awaited<ReturnType<typeof startPeer>> },
  surroundings: Awaited<ReturnType<typeof startSurroundings>>,
) {
  const teams = await teamsAt(surroundings, process.url);
  const agent = agentOf(surroundings.partners[0] ?? '');
  const turn = () => mustAnswer(teams.says(agent, chatOf(agent), 'help'));
  return { name, pid: process.pid, turn };
}

async function warmUp(
  turns: readonly Turn[],
  count: number,
  say: (line: string) => void,
  name: string,
): Promise<void> {
  say(`Warming up ${name} with ${count} turns`);
  const each = Math.ceil(count / turns.length);
  for (const turn of turns) await atOnce(each, 2, turn);
}

function rowsOf(measured: ReadonlyMap<string, Measured>, versions: Record<string, string>): Row[] {
  const stock = measured.get(STOCK)?.cpuUs.median ?? Number.NaN;
  return [...measured].map(([name, one]) => {
    const ratio = one.cpuUs.median / stock;
    const version = versions[PEERS.find((peer) => peer.name === name)?.package ?? ''];
    return {
      group: 'turns',
      name: version === undefined ? name : `${name} (${version})`,
      figure: `${told(one.cpuUs, 'µs CPU')} = ${rounded(ratio)}x`,
      beside: `p50 ${rounded(one.p50Ms.median)} ms, p99 ${rounded(one.p99Ms)} ms`,
      ...(BARS[name] === undefined ? {} : { bar: BARS[name] }),
      values: { ...one, ratio },
    };
  });
}
