import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { paceAt, reserve } from '../../src/delivery/pace.ts';
import { createDeliveries } from '../../src/store/deliveries/deliveries.ts';
import type { NewDelivery } from '../../src/store/deliveries/documents.ts';
import { createLanes } from '../../src/store/deliveries/lanes.ts';
import { createDeliveryOverview } from '../../src/store/deliveries/overview.ts';
import { createPaces } from '../../src/store/deliveries/paces.ts';
import { accepted } from '../support/given.ts';
import { startStore, type TestStore } from '../support/world/store.ts';

const SALES = '19:sales@thread.tacv2';
const NOTHING = { sends: [] };

describe('deliveries', () => {
  let store: TestStore;
  beforeEach(async () => {
    await store?.stop();
    store = await startStore();
  });
  afterAll(() => store.stop());

  const lanes = () => createLanes(store.mongo);
  const deliveries = () => createDeliveries(store.mongo, lanes());
  const overview = () => createDeliveryOverview(store.mongo, lanes());
  const first = async (rank: 0 | 1 = 0) => {
    const [one] = await deliveries().waiting(SALES, 10, rank);
    if (!one) throw new Error('Nothing waits');
    return one;
  };
  const claimed = async () => {
    const lane = await lanes().claim(SALES);
    if (!lane) throw new Error('The lane is not free');
    return lane;
  };

  describe('that are added', () => {
    it('wait in their lane in the order of their events, posts apart from updates', async () => {
      await deliveries().add([post('2', 2000), update('3', 3000), post('1', 1000)]);
      const waiting = await deliveries().waiting(SALES, 10, 0);
      expect(waiting.map(({ _id }) => _id)).toEqual(['1/alert', '2/alert']);
      expect((await first(1))._id).toBe('update/card');
    });

    it('of one event are in the order of the list', async () => {
      const [one, other] = [post('1', 1000), { ...post('1', 1000), id: '1/a' }];
      await deliveries().add([one, other]);
      expect((await deliveries().waiting(SALES, 10, 0)).map(({ _id }) => _id)).toEqual(['1/alert', '1/a']);
    });

    it('again, by another relay at the same moment too, change nothing', async () => {
      await Promise.all(Array.from({ length: 8 }, () => deliveries().add([post('1', 1000)])));
      const { token } = await claimed();
      await deliveries().begin(['1/alert'], token);
      await deliveries().settle(await first(), token, { state: 'done' });
      await deliveries().add([post('1', 1000)]);
      expect(await store.mongo.deliveries.find().toArray()).toMatchObject([{ state: 'done', attempts: 1 }]);
    });

    it('keep texts that look like expressions as they are', async () => {
      const hostile = post('1', 1000, { ...accepted, by: { ...accepted.by, name: '$$NOW $name' } });
      await deliveries().add([hostile]);
      expect((await first()).recorded).toEqual(hostile.recorded);
    });

    it('lose their sealed link once they are done', async () => {
      const sealed = post('1', 1000);
      await deliveries().add([{ ...sealed, recorded: { ...sealed.recorded, sealed: 'sealed' } }]);
      const { token } = await claimed();
      await deliveries().begin(['1/alert'], token);
      await deliveries().settle(await first(), token, { state: 'done' });
      const done = await store.mongo.deliveries.findOne({});
      expect([done?.state, done?.recorded?.sealed, done?.doneAt]).toEqual([
        'done',
        undefined,
        expect.any(Date),
      ]);
    });
  });

  it('that come next are found by their index among any number of done ones and other lanes', async () => {
    const list = Array.from({ length: 300 }, (_, at) => {
      return { ...post(String(at), at), id: `${at}`, lane: at < 5 ? SALES : `19:${at % 40}` };
    });
    await deliveries().add(list);
    await store.mongo.deliveries.updateMany({ _id: { $in: ['1', '2'] } }, { $set: { state: 'done' } });
    const next = { lane: SALES, state: 'waiting', rank: 0 } as const;
    const found = store.mongo.deliveries.find(next).sort({ at: 1, event: 1, step: 1, _id: 1 }).limit(32);
    const { executionStats } = await found.explain('executionStats');
    expect([executionStats.totalKeysExamined, executionStats.totalDocsExamined]).toEqual([3, 3]);
  });

  describe('an update of a card', () => {
    it('is one, however many events ask for it', async () => {
      await deliveries().add([update('1', 1000)]);
      await deliveries().add([update('2', 2000)]);
      expect(await store.mongo.deliveries.find().toArray()).toMatchObject([{ event: '2', generation: 2 }]);
    });

    it('that is under way when the state changes is followed by another', async () => {
      await deliveries().add([update('1', 1000)]);
      const { token } = await claimed();
      const underway = await first(1);
      await deliveries().begin([underway._id], token);
      await deliveries().add([update('2', 2000)]);
      await deliveries().settle(underway, token, { state: 'done' });
      const next = await first(1);
      expect([next.event, next.state]).toEqual(['2', 'waiting']);
    });

    it('that is done is asked for again by the next event, and not by the same', async () => {
      await deliveries().add([update('1', 1000)]);
      const { token } = await claimed();
      await deliveries().begin(['update/card'], token);
      await deliveries().settle(await first(1), token, { state: 'done' });
      await deliveries().add([update('1', 1000)]);
      expect(await deliveries().waiting(SALES, 10, 1)).toEqual([]);
      await deliveries().add([update('2', 2000)]);
      expect(await deliveries().waiting(SALES, 10, 1)).toHaveLength(1);
    });
  });

  describe('a lane', () => {
    it('is taken by one of many', async () => {
      await deliveries().add([post('1', 1000)]);
      const all = await Promise.all(Array.from({ length: 8 }, () => lanes().claimAny('teams')));
      expect(all.filter((one) => one !== null)).toHaveLength(1);
    });

    it('that was taken over refuses every write of the one who had it', async () => {
      await deliveries().add([post('1', 1000)]);
      const stale = await claimed();
      const delivery = await first();
      await deliveries().begin([delivery._id], stale.token);
      await endLeases();
      const holder = await claimed();
      expect(holder.token).toBeGreaterThan(stale.token);
      expect(await lanes().renew(SALES, stale.token, NOTHING)).toBeNull();
      expect(await lanes().leave(SALES, stale.token, { wakes: 1, dueMs: undefined }, NOTHING)).toBe(false);
      expect(await deliveries().begin([delivery._id], holder.token)).toBe(true);
      expect(await deliveries().begin([delivery._id], stale.token)).toBe(false);
      await deliveries().settle(delivery, stale.token, { state: 'done' });
      expect((await first()).state).toBe('waiting');
      await deliveries().settle(delivery, holder.token, { state: 'done' });
      expect(await deliveries().waiting(SALES, 10, 0)).toEqual([]);
    });

    it('loses no work that comes while it is worked in', async () => {
      await deliveries().add([post('1', 1000)]);
      const { token, wakes } = await claimed();
      await deliveries().add([post('2', 2000)]);
      expect(await lanes().leave(SALES, token, { wakes, dueMs: undefined }, NOTHING)).toBe(false);
      const renewed = await lanes().renew(SALES, token, NOTHING);
      expect(
        await lanes().leave(SALES, token, { wakes: renewed?.wakes ?? 0, dueMs: undefined }, NOTHING),
      ).toBe(true);
      expect(await lanes().claim(SALES)).toBeNull();
    });

    it('that waits is free when its time has come, or at once when work comes', async () => {
      await deliveries().add([post('1', 1000)]);
      const { token, wakes } = await claimed();
      await lanes().leave(SALES, token, { wakes, dueMs: 60_000 }, NOTHING);
      expect(await lanes().claimAny('teams')).toBeNull();
      await deliveries().add([post('2', 2000)]);
      expect(await lanes().claim(SALES)).not.toBeNull();
    });

    it('is not free while Teams wants no call, whatever work comes', async () => {
      await deliveries().add([post('1', 1000)]);
      const { token, wakes } = await claimed();
      await lanes().leave(SALES, token, { wakes, dueMs: 0 }, { sends: [], blockedMs: 60_000 });
      await deliveries().add([post('2', 2000)]);
      expect(await lanes().claim(SALES)).toBeNull();
    });

    it('tells its next holder of the calls of all', async () => {
      await deliveries().add([post('1', 1000)]);
      const { token, wakes } = await claimed();
      const minute = 29_000_000;
      await lanes().note(new Map([[SALES, { sends: [minute * 60_000 + 1.5] }]]));
      await lanes().leave(SALES, token, { wakes, dueMs: 0 }, { sends: [minute * 60_000 + 2.5] });
      const next = await claimed();
      expect(next.sends).toEqual([minute * 60_000 + 1.5, minute * 60_000 + 2.5]);
      expect(next.minutes).toEqual({ [minute]: 2 });
      await lanes().renew(SALES, next.token, { sends: [(minute + 90) * 60_000] });
      const later = await store.mongo.lanes.findOne({ _id: SALES });
      expect(later?.minutes).toEqual({ [minute + 90]: 1 });
    });

    it('of answers alone exists and has no work', async () => {
      await lanes().note(new Map([[SALES, { sends: [1000] }]]));
      expect(await lanes().claimAny('teams')).toBeNull();
      await deliveries().add([post('1', 1000)]);
      expect((await lanes().claimAny('teams'))?.sends).toEqual([1000]);
    });

    it('is found by its index among any number that have no work, or later', async () => {
      const idle = Array.from({ length: 500 }, (_, at) => {
        const about = { kind: 'teams', isHeld: false, token: 1, wakes: 1, readAt: new Date() } as const;
        const dueAt = at % 2 === 0 ? { dueAt: new Date(Date.now() + 3_600_000) } : {};
        return { _id: `19:${at}`, ...about, ...dueAt };
      });
      await store.mongo.lanes.insertMany(idle);
      await deliveries().add([post('1', 1000)]);
      const due = { kind: 'teams', dueAt: { $exists: true }, $expr: { $lte: ['$dueAt', '$$NOW'] } } as const;
      const { executionStats } = await store.mongo.lanes
        .find(due)
        .sort({ dueAt: 1 })
        .explain('executionStats');
      expect(executionStats.totalKeysExamined).toBeLessThanOrEqual(3);
      expect(executionStats.totalDocsExamined).toBeLessThanOrEqual(3);
    });
  });

  describe('what a place has missed', () => {
    const miss = async (list: readonly NewDelivery[]) => {
      await deliveries().add(list);
      const { token } = await claimed();
      for (const { id } of list) await deliveries().begin([id], token);
      const lastOutcome = { type: 'gone', words: 'Teams answered 404' } as const;
      for (const rank of [0, 1] as const)
        for (const one of await deliveries().waiting(SALES, 10, rank))
          await deliveries().settle(one, token, { state: 'missed', lastOutcome });
    };
    const request = (id: string, at: number): NewDelivery => {
      const what = { kind: 'post', face: 'request', conversationId: SALES, isOrigin: false } as const;
      return { ...post(id, at), id: `${id}/request`, what };
    };

    it('is told once: alerts as a list, the newest request as itself, and cards are brought up to date', async () => {
      await miss([
        post('1', 1000),
        request('2', 2000),
        post('3', 3000),
        request('4', 4000),
        update('5', 5000),
      ]);
      expect((await deliveries().missedIn(SALES, 10)).map(({ _id }) => _id)).toEqual(['3/alert', '1/alert']);
      expect(await deliveries().countMissed(SALES)).toBe(2);
      await deliveries().revive(SALES);
      await deliveries().markTold(SALES);
      const waiting = [...(await deliveries().waiting(SALES, 10, 0)), await first(1)];
      expect(waiting).toMatchObject([
        { _id: '4/request', attempts: 0, lastOutcome: null },
        { _id: 'update/card', attempts: 0, lastOutcome: null },
      ]);
      expect(await deliveries().countMissed(SALES)).toBe(0);
    });

    it('waits again when the place is there after all', async () => {
      await miss([post('1', 1000)]);
      await deliveries().unmiss('1/alert');
      expect(await first()).toMatchObject({ _id: '1/alert', state: 'waiting', doneAt: null });
    });
  });

  describe('the slots of a tenant', () => {
    it('are handed out by the database as by the rule, to many at once', async () => {
      const paces = createPaces(store.mongo);
      const rule = paceAt(1);
      const grants = await Promise.all(
        Array.from({ length: 20 }, (_, at) => paces.reserve('tenant', (at % 4) + 1, rule)),
      );
      const used = grants.flatMap(({ start, slots }) =>
        Array.from({ length: slots }, (_, at) => start + at * rule.intervalMs),
      );
      const sorted = [...used].sort((one, other) => one - other);
      for (const [at, slot] of sorted.entries())
        expect(slot - (sorted[at - 1] ?? 0)).toBeGreaterThanOrEqual(rule.intervalMs - 1e-3);
      const { nextAt = 0 } = (await store.mongo.paces.findOne({ _id: 'tenant' })) ?? {};
      const grant = await paces.reserve('tenant', 50, rule);
      expect(grant).toEqual(reserve({ nextAt, notBefore: 0 }, 50, grant.now, rule).grant);
    });

    it('follow those that answers took, and a Retry-After', async () => {
      const paces = createPaces(store.mongo);
      const rule = paceAt(1);
      await paces.note('tenant', 3, rule.intervalMs);
      const { start, now } = await paces.reserve('tenant', 1, rule);
      expect(start - now).toBeGreaterThan(0);
      await paces.note('tenant', 0, rule.intervalMs, 5000);
      const blocked = await paces.reserve('tenant', 1, rule);
      expect([blocked.slots, blocked.start > blocked.now + 3000]).toEqual([0, true]);
    });
  });

  describe('what waits and what is parked', () => {
    const parked = {
      state: 'parked',
      lastOutcome: { type: 'ours', words: 'Teams answered 413 $x' },
    } as const;
    const park = async () => {
      const { token } = await claimed();
      await deliveries().begin(['1/alert'], token);
      await deliveries().settle(await first(), token, parked);
    };

    it('is seen by lane, with its last outcome, by its own partner', async () => {
      await deliveries().add([post('1', 1000), post('2', 2000), update('3', 3000)]);
      await park();
      expect(await overview().depths('fabrikam', 10)).toEqual([
        { lane: SALES, waiting: 2, oldestAt: expect.any(Date) },
      ]);
      expect(await overview().parked('fabrikam', 10)).toMatchObject([
        { id: '1/alert', lane: SALES, kind: 'post', attempts: 1, words: 'Teams answered 413 $x' },
      ]);
      expect(await overview().parked('another', 10)).toEqual([]);
    });

    it('is tried again or given up by its own partner alone', async () => {
      await deliveries().add([post('1', 1000)]);
      await park();
      expect(await overview().retry('another', '1/alert')).toBe(false);
      expect(await overview().skip('another', '1/alert')).toBe(false);
      expect(await overview().retry('fabrikam', '1/alert')).toBe(true);
      expect(await overview().retry('fabrikam', '1/alert')).toBe(false);
      await endLeases();
      await park();
      expect(await overview().skip('fabrikam', '1/alert')).toBe(true);
      expect(await overview().skip('fabrikam', '1/alert')).toBe(false);
    });
  });

  async function endLeases(): Promise<void> {
    await store.mongo.lanes.updateMany({}, [{ $set: { dueAt: '$$NOW' } }]);
  }
});

function recordedOf(id: string, at: number, event: typeof accepted) {
  const about = { id, partnerId: 'fabrikam', relationshipId: 'relationship' };
  return { ...about, event: { ...event, at: new Date(at) }, conversationId: null };
}

function post(id: string, at: number, event = accepted): NewDelivery {
  const what = { kind: 'post', face: 'alert', conversationId: SALES, isOrigin: false } as const;
  return { id: `${id}/alert`, lane: SALES, recorded: recordedOf(id, at, event), what };
}

function update(id: string, at: number): NewDelivery {
  const about = { relationshipId: 'relationship', invitationId: 'R-7K2M', audience: 'partner' } as const;
  const card = { conversationId: SALES, activityId: 'card', language: 'en', ...about } as const;
  return {
    id: 'update/card',
    lane: SALES,
    recorded: recordedOf(id, at, accepted),
    what: { kind: 'update', card },
  };
}
