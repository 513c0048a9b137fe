import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertsIn, isAmbiguous, limitProblems, startFlood } from '../support/world/alert-flood.ts';
import { isSettled } from '../support/world/stored.ts';
import type { Fault, TeamsConversation } from '../support/world/teams.ts';
import { useWorld } from '../support/world/use-world.ts';
import { until } from '../support/world/world.ts';

const ALERTS = Number(process.env['ALERTS'] ?? 120);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

const FAULTS: readonly Fault[] = [
  { status: 400, code: 'Bad Argument' },
  { status: 403, code: 'BotNotInConversationRoster' },
  { status: 403, code: 'MessageWritesBlocked' },
  { status: 404, code: 'ConversationNotFound' },
  { status: 412, code: 'PreconditionFailed' },
  { status: 413, code: 'MessageSizeTooBig' },
  { status: 429, code: 'Throttled' },
  { status: 429, code: 'Throttled', retryAfter: 2 },
  { status: 429, code: 'Throttled', retryAfter: 2, isDate: true },
  { status: 500, code: 'ServiceError' },
  { status: 502 },
  { status: 503 },
  { status: 504, isDone: true },
  { status: 0 },
  { status: 0, isDone: true },
  { status: 'hang' },
  { status: 'html' },
];

describe(`${ALERTS} alerts while 30 % of the calls fail (SEED=${SEED})`, () => {
  const world = useWorld(() => ({ environment: { TEAMS_RATE: '1' } }));
  let flood: Awaited<ReturnType<typeof startFlood>>;
  beforeAll(async () => {
    flood = await startFlood(world);
    await world.says(world.dana, world.chat(world.dana), 'hello');
  });
  afterAll(() => flood.stop());

  it('reach their channels, in order, doubled at most where Teams may have swallowed one, within all limits', {
    timeout: 240_000,
  }, async () => {
    const { teams, db } = world;
    const draw = drawing(SEED);
    const channels = await flood.channels(12);
    await world.settled();
    teams.arrivals.length = 0;
    teams.chance.fault = () => (draw() < 0.3 ? FAULTS[Math.floor(draw() * FAULTS.length)] : undefined);
    const numbers = await flood.queue(channels, ALERTS);
    await untilNothingWaits();
    teams.chance.fault = () => undefined;

    const posted = [...teams.conversations.values()].flatMap(alertsIn);
    const parked = await db
      .collection('deliveries')
      .find({ state: { $in: ['parked', 'missed'] } })
      .toArray();
    const visible = parked.map(({ recorded }) => Number(/\d+/.exec(recorded.event.by.name)?.[0]));
    const lost = numbers.filter((one) => !posted.includes(one) && !visible.includes(one));
    const doubled = posted.length - new Set(posted).size;
    const ambiguous = teams.arrivals.filter(isAmbiguous).length;
    const calls = teams.arrivals.length;
    process.stdout.write(
      `${ALERTS} alerts, ${calls} calls, ${teams.arrivals.filter(({ fault }) => fault).length} faults: ` +
        `lost ${lost.length}, doubled ${doubled}, ambiguous ${ambiguous}, parked or missed ${visible.length}\n`,
    );
    expect(lost).toEqual([]);
    expect(doubled).toBeLessThanOrEqual(ambiguous);
    expect(limitProblems(teams.arrivals)).toEqual([]);
    for (const order of channels.map(firstTold)) expect(order).toEqual([...order].sort(byNumber));
  });

  // Without waiting for the growing delays; a Retry-After counts all the same.
  async function untilNothingWaits(): Promise<void> {
    await until(
      async () => {
        await world.hurry();
        await new Promise((resolve) => setTimeout(resolve, 250));
        return isSettled(world.db);
      },
      'everything is delivered',
      200_000,
    );
  }
});

// A list of alerts that is repeated tells of all of them once more.
const firstTold = (channel: TeamsConversation): number[] => [...new Set(alertsIn(channel))];

const byNumber = (one: number, other: number): number => one - other;

// Mulberry32.
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
