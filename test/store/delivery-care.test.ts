import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createAttempts } from '../../src/service/attempts.ts';
import { createDeliveryCare } from '../../src/service/deliveries.ts';
import { createRoles } from '../../src/service/people.ts';
import { createRefusedAttempts } from '../../src/service/refused-attempts.ts';
import { createTargets } from '../../src/service/targets.ts';
import { createDeliveries } from '../../src/store/deliveries/deliveries.ts';
import { createDeliveryFigures } from '../../src/store/deliveries/figures.ts';
import { createLanes } from '../../src/store/deliveries/lanes.ts';
import { createDeliveryOverview } from '../../src/store/deliveries/overview.ts';
import { createPlaces } from '../../src/store/places.ts';
import { accepted } from '../support/given.ts';
import { AGENT, PARTNER, startStore, type TestStore } from '../support/world/store.ts';

const LANE = '19:sales@thread.tacv2';
const ID = 'event/alert';
const NOTHING_WRONG = { problems: [], versions: { program: '1', node: '2', mongodb: '3' } };

describe('looking after deliveries', () => {
  let store: TestStore;
  beforeEach(async () => {
    await store?.stop();
    store = await startStore();
    for (const role of ['admin', 'sales'] as const) {
      const grant = { partnerId: PARTNER.id, objectId: role, name: role, role };
      await store.agents.grant(grant, { by: AGENT });
    }
    await parked();
  });
  afterAll(() => store.stop());

  const care = () => {
    const { roleNow } = createRoles(store.agents, []);
    const refusedAttempts = createRefusedAttempts(store.refusals, createLog('silent'));
    const attempts = createAttempts({ targets: createTargets(store.queries), refusedAttempts, roleNow });
    const deliveryOverview = createDeliveryOverview(store.mongo, createLanes(store.mongo));
    const { conversations, queries, deliveryEntries } = store;
    const figures = createDeliveryFigures(store.mongo);
    const places = createPlaces(store.mongo);
    const installation = async () => NOTHING_WRONG;
    return createDeliveryCare({
      ...{
        attempts,
        deliveryOverview,
        conversations,
        queries,
        figures,
        places,
        deliveryEntries,
        installation,
      },
    });
  };
  const caller = (role: 'admin' | 'sales') => ({
    agent: { ...AGENT, objectId: role, role },
    partner: PARTNER,
    origin: {},
  });

  async function parked(): Promise<void> {
    const lanes = createLanes(store.mongo);
    const deliveries = createDeliveries(store.mongo, lanes);
    const about = { id: 'event', partnerId: PARTNER.id, relationshipId: 'relationship' };
    const recorded = { ...about, event: accepted, conversationId: null };
    const what = { kind: 'post', face: 'alert', conversationId: LANE, isOrigin: false } as const;
    await deliveries.add([{ id: ID, lane: LANE, recorded, what }]);
    const lane = await lanes.claim(LANE);
    await deliveries.begin([ID], lane?.token ?? 0);
    const [one] = await deliveries.waiting(LANE, 1, 0);
    const lastOutcome = { type: 'ours', words: 'Teams answered 413' } as const;
    if (one) await deliveries.settle(one, lane?.token ?? 0, { state: 'parked', lastOutcome });
  }

  it('shows an Admin agent what is parked, what waits, and which conversations are gone', async () => {
    const place = { kind: 'channel', tenantId: 'fabrikam', serviceUrl: 'https://teams.example' } as const;
    await store.conversations.remember({ id: LANE, ...place, botId: '28:bot', botName: 'Vínculo' });
    await store.conversations.markGone(LANE, 'ConversationNotFound');
    expect(await care().look(caller('admin'))).toMatchObject({
      lanes: [],
      parked: [{ id: ID, words: 'Teams answered 413', outcome: 'ours', place: { kind: 'channel' } }],
      failures: [],
      depths: [{ kind: 'post', state: 'parked', count: 1 }],
      queueAgeMs: 0,
      gone: [{ id: LANE, kind: 'channel' }],
      goneInAll: 1,
      installation: { problems: [{ code: 'parked', count: 1 }] },
    });
  });

  it('calls a place as people do, also where only a thread of it has said its name', async () => {
    const place = { kind: 'channel', tenantId: 'fabrikam', serviceUrl: 'https://teams.example' } as const;
    const bot = { botId: '28:bot', botName: 'Vínculo' };
    const shown = async () => (await care().look(caller('admin'))).parked[0]?.place;
    expect(await shown()).toEqual({ kind: 'channel', name: undefined, id: '9sales' });
    await store.conversations.remember({ id: LANE, ...place, ...bot });
    await store.conversations.remember({ id: `${LANE};messageid=1`, name: 'Sales', ...place, ...bot });
    expect(await shown()).toEqual({ kind: 'channel', name: 'Sales', id: '9sales' });
  });

  it('shows what failed at the last attempt, what waits, and since when', async () => {
    await store.mongo.deliveries.updateOne(
      { _id: ID },
      { $set: { state: 'waiting', lastOutcome: { type: 'later', words: 'Teams answered 503' } } },
    );
    await store.mongo.deliveries.updateOne({ _id: ID }, [
      { $set: { addedAt: { $subtract: ['$$NOW', 3_600_000] } } },
    ]);
    const health = await care().look(caller('admin'));
    expect(health).toMatchObject({
      lanes: [{ lane: LANE, waiting: 1 }],
      parked: [],
      failures: [{ id: ID, outcome: 'later', words: 'Teams answered 503', isTriedAgain: true }],
      installation: { problems: [{ code: 'queue-old', minutes: 60 }] },
    });
    expect(health.queueAgeMs).toBeGreaterThanOrEqual(3_600_000);
  });

  it('lets an Admin agent have it tried again, at once, and give it up', async () => {
    expect(await care().retry(caller('admin'), ID)).toBe(true);
    expect((await care().look(caller('admin'))).lanes).toMatchObject([{ waiting: 1 }]);
    expect(await care().retry(caller('admin'), 'another')).toBe(false);
    expect(await care().skip(caller('admin'), ID)).toBe(false);
  });

  it('records what an Admin agent does with it, and nothing where nothing was parked', async () => {
    await care().retry(caller('admin'), ID);
    await care().retry(caller('admin'), ID);
    await store.mongo.deliveries.updateOne({ _id: ID }, { $set: { state: 'parked' } });
    await care().skip(caller('admin'), ID);
    const entries = (await store.entries()).filter(({ what }) => what.type === 'delivery');
    expect(entries).toMatchObject([
      { by: { objectId: 'admin' }, what: { subject: 'event', after: { state: 'waiting' } } },
      { by: { objectId: 'admin' }, what: { subject: 'event', after: { state: 'skipped' } } },
    ]);
    expect(await store.verdict()).toMatch(/^whole/);
  });

  it('is refused to everybody else, and the attempt is recorded', async () => {
    const { look, retry, skip } = care();
    await expect(look(caller('sales'))).rejects.toMatchObject({ reason: { code: 'role-required' } });
    await expect(retry(caller('sales'), ID)).rejects.toMatchObject({ reason: { code: 'role-required' } });
    await expect(skip(caller('sales'), ID)).rejects.toMatchObject({ reason: { code: 'role-required' } });
    expect((await store.mongo.deliveries.findOne({ _id: ID }))?.state).toBe('parked');
    await store.passOn();
    expect(
      await store.mongo.events.countDocuments({ 'what.type': 'refused', 'what.command': 'deliveries' }),
    ).toBe(1);
  });

  it('says once why a conversation is gone, until it is back', async () => {
    const place = { kind: 'channel', tenantId: 'fabrikam', serviceUrl: 'https://teams.example' } as const;
    const bot = { botId: '28:bot', botName: 'Vínculo' };
    const general = { id: '19:general', teamId: '19:general', ...place, ...bot };
    const sales = { id: LANE, teamId: '19:general', ...place, ...bot };
    const { conversations } = store;
    await conversations.remember(sales);
    await conversations.markGone(LANE, 'BotRemoved');
    await conversations.markGone(LANE, 'Another');
    expect(await conversations.takeReason(LANE)).toBe('BotRemoved');
    expect(await conversations.takeReason(LANE)).toBeUndefined();
    expect(await conversations.find(LANE)).toBeUndefined();
    // The app comes back in the team’s first channel.
    await conversations.remember(general);
    expect(await conversations.rearm(general)).toEqual([LANE]);
    expect(await conversations.rearm(general)).toEqual([]);
    expect(await conversations.find(LANE)).toMatchObject(sales);
  });
});
