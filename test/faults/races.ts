import { randomUUID } from 'node:crypto';
import { type Answer, type Bot, startBot, verdictOf } from '../support/outside/bot.ts';
import { happened } from '../support/outside/database-state.ts';
import { agentOf, channelOf } from '../support/outside/numbered.ts';
import type { Seed } from '../support/outside/seeding.ts';
import { startSurroundings } from '../support/outside/surroundings.ts';
import { type Fault, scaled } from './fault.ts';
import type { Random } from './random.ts';

type Way = 'accept' | 'decline' | 'revoke';
type Contender = { readonly way: Way; readonly answer: Answer | undefined };

const EVENTS: Readonly<Record<Way, string>> = {
  accept: 'invitation-accepted',
  decline: 'invitation-declined',
  revoke: 'invitation-revoked',
};
// What everybody reads once this way has won.
const WON: Readonly<Record<Way, RegExp>> = {
  accept: /accepted by/i,
  decline: /declined by/i,
  revoke: /withdrawn by|withdrew/i,
};

/** F3: two to sixteen people accept, decline and withdraw one invitation at the same instant; one of them wins. */
export const races: Fault = async ({ set, random, scale, say, main }) => {
  const surroundings = await startSurroundings(main === undefined ? {} : { main });
  const bot = await startBot(surroundings, { set, name: 'races', channels: 50 });
  try {
    await bot.join();
    const count = scaled(600, scale);
    const seeds = await bot.seed(count);
    const violations: string[] = [];
    const winners: Record<Way, number> = { accept: 0, decline: 0, revoke: 0 };
    const run: { readonly one: Seed; readonly contenders: readonly Contender[] }[] = [];
    for (const [index, one] of seeds.entries()) {
      run.push({
        one,
        contenders: await race({ bot, random, partner: surroundings.partners[0] ?? '' }, one),
      });
      if (index % 100 === 99) say(`${index + 1} races`);
    }
    await bot.quiet(60_000).catch(() => violations.push('Something is not delivered after a minute'));
    const events = await happened(bot.db);
    for (const { one, contenders } of run) {
      const ended = (events.get(one.relationshipId) ?? []).filter((type) => isEnd(type));
      const winner = wayOf(ended[0]);
      if (ended.length !== 1 || !winner)
        violations.push(`${one.number}: ended with ${ended.join(', ') || 'nothing'}`);
      else {
        winners[winner] += 1;
        violations.push(...mistold(one, contenders, winner));
      }
    }
    return {
      promise: 'one terminal state, one event, and the losers see the winner',
      counts: { races: count, ...winners },
      violations,
    };
  } finally {
    await bot.stop();
    await surroundings.stop();
  }
};

const isEnd = (type: string): boolean => Object.values(EVENTS).includes(type);

function wayOf(type: string | undefined): Way | undefined {
  return (Object.keys(EVENTS) as Way[]).find((way) => EVENTS[way] === type);
}

async function race(
  { bot, random, partner }: { bot: Bot; random: Random; partner: string },
  one: Seed,
): Promise<readonly Contender[]> {
  const ways = Array.from({ length: Math.floor(random.between(2, 17)) }, () =>
    random.pick<Way>(['accept', 'accept', 'decline', 'revoke']),
  );
  // One press in four is delivered twice.
  const ids = ways.map(() => randomUUID());
  const presses = ways.flatMap((way, index) => {
    const press = { way, id: ids[index] ?? '' };
    return random.next() < 0.25 ? [press, press] : [press];
  });
  return Promise.all(
    presses.map(async ({ way, id }) => {
      const sent = way === 'revoke' ? revoke(bot, partner, one, id) : bot.answer(one, way, id);
      return { way, answer: await sent.catch(() => undefined) };
    }),
  );
}

async function revoke(bot: Bot, partner: string, one: Seed, id: string): Promise<Answer> {
  const { relationshipId, invitationId, number } = one;
  const button = { verb: 'revoke', data: { relationshipId, invitationId, reason: 'Wrong contact' } };
  const place = channelOf(partner, number % 50);
  const { status, body } = await bot.teams.presses(agentOf(partner), place, { button, id });
  return { status, text: JSON.stringify(body ?? {}) };
}

// Everybody is answered, and reads who won.
function mistold({ number }: Seed, contenders: readonly Contender[], winner: Way): string[] {
  return contenders.flatMap(({ way, answer }) => {
    if (answer?.status !== 200) return [`${number}: ${way} was answered with ${answer?.status}`];
    if (verdictOf(answer) !== 'accepted') return [`${number}: ${way} was told “${verdictOf(answer)}”`];
    return WON[winner].test(answer.text) ? [] : [`${number}: ${way} was not told of “${winner}”, which won`];
  });
}
