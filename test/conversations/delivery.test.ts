import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tenants } from '../../src/sandbox/world.ts';
import { readCard } from '../support/cards/card-rules.ts';
import { alertsIn, limitProblems, startFlood } from '../support/world/alert-flood.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { useWorld } from '../support/world/use-world.ts';
import { newest, until, untilHurried } from '../support/world/world.ts';

describe('delivering', () => {
  const world = useWorld(() => ({ environment: { TEAMS_RATE: '1' } }));
  let flood: Awaited<ReturnType<typeof startFlood>>;
  let dana: TeamsConversation;
  beforeAll(async () => {
    flood = await startFlood(world);
    dana = world.chat(world.dana);
    await world.says(world.dana, dana, 'hello');
  });
  beforeEach(async () => {
    await world.settled();
    await world.db.collection('deliveries').deleteMany({});
    world.teams.troubles.length = 0;
    world.teams.arrivals.length = 0;
    dana.messages.length = 0;
  });
  afterAll(() => flood.stop());

  const trouble = (place: TeamsConversation, more: object, times = 1) => {
    const path = new RegExp(place.id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const one = { method: 'POST', path, status: 503, times, ...more } as const;
    world.teams.troubles.push(one);
    return one;
  };
  const one = async (): Promise<TeamsConversation> => {
    const [place] = await flood.channels(1);
    if (!place) throw new Error('No channel');
    return place;
  };
  const stateOf = async (query: object) =>
    (await world.db.collection('deliveries').find(query).toArray()).map(({ state }) => state);

  it('waits for no conversation that hangs', async () => {
    const [hanging, ...others] = await flood.channels(8);
    if (!hanging) throw new Error('No channel');
    trouble(hanging, { status: 'hang' }, 100);
    await flood.queue([hanging], 3);
    await until(() => world.teams.arrivals.length > 0, 'the call hangs');
    const began = performance.now();
    await flood.queue(others, 14);
    await until(() => others.every((place) => alertsIn(place).length === 2), 'the others have theirs');
    const waited = performance.now() - began;
    process.stdout.write(`14 alerts beside a conversation that hangs: ${Math.round(waited)} ms\n`);
    expect(alertsIn(hanging)).toEqual([]);
    // Sooner than the call that hangs is given up.
    expect(waited).toBeLessThan(9000);
    world.teams.troubles.length = 0;
    await untilHurried(world, () => alertsIn(hanging).length >= 3, 'the call was given up and repeated');
  });

  it('counts a proxy’s page as no delivery, and says that it repeats', async () => {
    const place = await one();
    trouble(place, { status: 'html' });
    const [number] = await flood.queue([place], 1);
    await untilHurried(world, () => place.messages.length > 0, 'it is posted');
    expect(alertsIn(place)).toEqual([number]);
    expect(newest(place)).toContain(
      'Sent again: Teams did not confirm the first one, so you may have it already.',
    );
  });

  it('makes one card of many alerts, with the facts and the reference of each', async () => {
    const place = await one();
    const numbers = await flood.queue([place], 45);
    await world.settled(60_000);
    expect(alertsIn(place)).toEqual(numbers);
    // What is left once the rest is no more than the channel takes in a minute comes one by one.
    expect(place.messages.length).toBeLessThanOrEqual(30);
    const list = place.messages.map(({ card }) => readCard(card)).find(([title]) => title === '10 alerts');
    expect(list?.filter((line) => line === flood.invited.invitationId)).toHaveLength(10);
    expect(limitProblems(world.teams.arrivals)).toEqual([]);
  });

  it('believes that a conversation is gone only at the second answer', async () => {
    const place = await one();
    const gone = trouble(place, { status: 404, code: 'ConversationNotFound' });
    const [number] = await flood.queue([place], 1);
    await untilHurried(world, () => gone.times === 0 && place.messages.length > 0, 'it is posted');
    expect(alertsIn(place)).toEqual([number]);
  });

  it('tells once that a subscribed channel is gone, and what it missed when it is back', async () => {
    const place = await one();
    const gone = trouble(place, { status: 403, code: 'BotNotInConversationRoster' }, 2);
    const missed = await flood.queue([place], 12);
    await untilHurried(world, () => gone.times === 0 && dana.messages.length > 0, 'the agent is told');
    await world.settled();
    expect(dana.messages.map(({ card }) => readCard(card)[0])).toEqual([
      '⚠ A conversation cannot be reached',
    ]);
    expect(newest(dana)[1]).toContain('(BotNotInConversationRoster)');
    expect(new Set(await stateOf({ lane: place.id }))).toEqual(new Set(['missed']));
    expect(place.messages).toEqual([]);
    await world.says(world.dana, { ...place, id: `${place.id};messageid=1` }, 'status');
    await until(() => place.messages.length > 0, 'what was missed is told');
    await world.settled();
    expect(newest(place)[0]).toBe('12 alerts were missed here');
    expect(alertsIn(place)).toEqual(missed.slice(2));
    const [next] = await flood.queue([place], 1);
    await until(() => place.messages.length === 2, 'the next alert comes');
    expect(alertsIn(place).at(-1)).toBe(next);
  });

  it('parks what Teams never takes, tells an Admin agent once, and lets it be tried again or given up', async () => {
    const place = await one();
    const refused = trouble(place, { status: 413, code: 'MessageSizeTooBig' }, 4);
    await flood.queue([place], 2);
    await untilHurried(world, () => refused.times === 0, 'both forms of both were refused');
    await world.settled();
    await until(() => dana.messages.length > 0, 'the agent is told');
    expect(newest(dana)[0]).toBe('⚠ Something was not delivered');
    expect(newest(dana)[1]).toContain('Teams answered 413 MessageSizeTooBig');
    const partnerId = (await world.db.collection('partners').findOne({}))?._id as unknown as string;
    const parked = await flood.store.deliveryOverview.parked(partnerId, 10);
    expect(parked.map(({ words }) => words)).toEqual(Array(2).fill('Teams answered 413 MessageSizeTooBig'));
    const [first, second] = parked;
    expect(await flood.store.deliveryOverview.retry('another', first?.id ?? '')).toBe(false);
    expect(await flood.store.deliveryOverview.retry(partnerId, first?.id ?? '')).toBe(true);
    await until(() => place.messages.length === 1, 'it is posted');
    expect(newest(place)[0]).toBe('◉ Invitation read');
    expect(await flood.store.deliveryOverview.skip(partnerId, second?.id ?? '')).toBe(true);
    expect(await stateOf({ _id: second?.id })).toEqual(['missed']);
    await world.settled();
    expect(dana.messages).toHaveLength(1);
  });

  it('sends a card that Teams does not take as a short text', async () => {
    const place = await one();
    trouble(place, { status: 400, code: 'Bad Argument' });
    const [number] = await flood.queue([place], 1);
    await until(() => place.messages.length > 0, 'it is posted');
    expect(newest(place)).toEqual(['In short', expect.stringContaining(`Reader ${number}.`)]);
  });

  it('goes on past an alert whose relationship cannot be read', async () => {
    const place = await one();
    const unreadable = { _id: flood.invited.relationshipId as never };
    await world.db.collection('relationships').updateOne(unreadable, { $set: { shape: 99 } });
    await flood.queue([place], 2);
    const faulty = { lane: place.id, 'lastOutcome.type': 'fault' };
    await until(async () => (await stateOf(faulty)).length === 2, 'both have been tried');
    await world.db.collection('relationships').updateOne(unreadable, { $set: { shape: 3 } });
    const [readable] = await flood.queue([place], 1);
    await until(() => place.messages.length > 0, 'the readable one comes');
    expect(newest(place)[0]).toBe('◉ Invitation read');
    expect(alertsIn(place)).toContain(readable);
    await untilHurried(world, () => alertsIn(place).length === 3, 'the others come once they can be read');
  });

  it('goes on past one for a place that is gone, whose relationship cannot be read', async () => {
    const gone = world.channel(tenants.fabrikam);
    const unreadable = { _id: flood.invited.relationshipId as never };
    await world.db.collection('relationships').updateOne(unreadable, { $set: { shape: 99 } });
    await flood.queue([gone], 2);
    const faulty = { lane: gone.id, state: 'waiting', 'lastOutcome.type': 'fault' };
    await until(async () => (await stateOf(faulty)).length === 2, 'both have been tried');
    await world.db.collection('relationships').updateOne(unreadable, { $set: { shape: 3 } });
    await untilHurried(world, () => true, 'they are hurried');
    await until(
      async () => (await stateOf({ lane: gone.id, state: 'missed' })).length === 2,
      'both are missed',
    );
  });

  it('posts nothing into a Retry-After that is a date, answers neither', async () => {
    const place = await one();
    trouble(place, { status: 429, retryAfter: 2, isDate: true });
    await flood.queue([place], 2);
    await until(() => world.teams.arrivals.length > 0, 'Teams asks to wait');
    await world.says(world.dana, place, 'help');
    await world.settled(20_000);
    expect(place.messages).toHaveLength(3);
    expect(limitProblems(world.teams.arrivals)).toEqual([]);
  });

  it('keeps its answers within the limits of a conversation', async () => {
    const place = world.chat(world.dana);
    await Promise.all(Array.from({ length: 12 }, () => world.says(world.dana, place, 'thanks')));
    expect(place.messages).toHaveLength(12);
    expect(limitProblems(world.teams.arrivals)).toEqual([]);
  });

  it('brings a card up to date when the relationship changed while it was being posted', async () => {
    const { invitationId } = flood.invited;
    trouble(dana, { status: 'slow' });
    const answered = world.says(world.dana, dana, `status ${invitationId}`);
    await until(() => world.teams.arrivals.length > 0, 'the card is on its way');
    await world.says(world.dana, world.chat(world.dana), `extend ${invitationId} 20`);
    await answered;
    await world.settled();
    const [card] = dana.messages;
    expect(card?.faces).toHaveLength(2);
    expect(card && readCard(card.card)).not.toEqual(card?.faces[0] && readCard(card.faces[0]));
  });
});
