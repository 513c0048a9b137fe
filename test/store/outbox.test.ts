import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Event, invitationOf } from '../../src/relationship/event.ts';
import { createOutbox } from '../../src/store/relationships/outbox.ts';
import { inviting, startStore, type TestStore, withCustomer } from '../support/world/store.ts';

describe('the outbox', () => {
  let store: TestStore;
  beforeEach(async () => {
    await store?.stop();
    store = await startStore();
  });
  afterAll(() => store.stop());

  const record = (id: string) => store.change(inviting(id, id), withCustomer(id));
  const idOf = (claimed: { event: Event } | undefined) => claimed && invitationOf(claimed.event);

  it('hands out the oldest event first, each to one holder', async () => {
    const [one, other] = [createOutbox(store.mongo, 'one'), createOutbox(store.mongo, 'other')];
    for (const id of ['R-1', 'R-2', 'R-3', 'R-4']) await record(id);
    const claimed = await Promise.all([one.claim(), other.claim(), one.claim(), other.claim()]);
    expect(claimed.map(idOf).sort()).toEqual(['R-1', 'R-2', 'R-3', 'R-4']);
    expect(await one.claim()).toBeUndefined();
  });

  it('hands an event to whichever process asks first, with the sealed link of its draft', async () => {
    const [one, other] = [createOutbox(store.mongo, 'one'), createOutbox(store.mongo, 'other')];
    await store.change(inviting('R-1', 'R-1'), withCustomer('R-1'), { sealed: 'sealed' });
    const claimed = await other.claim();
    expect([idOf(claimed), claimed?.sealed]).toEqual(['R-1', 'sealed']);
    expect(await one.claim()).toBeUndefined();
  });

  it('gives an event to another holder when the lease of a dead one is over', async () => {
    const [dead, alive] = [createOutbox(store.mongo, 'dead'), createOutbox(store.mongo, 'alive')];
    await record('R-1');
    await dead.claim();
    expect(await alive.claim()).toBeUndefined();
    await store.mongo.events.updateMany({}, [{ $set: { leaseUntil: '$$NOW' } }]);
    expect(idOf(await alive.claim())).toBe('R-1');
  });

  it('lets nobody mark what another holds now', async () => {
    const [late, holder] = [createOutbox(store.mongo, 'late'), createOutbox(store.mongo, 'holder')];
    await record('R-1');
    const claimed = await late.claim();
    await store.mongo.events.updateMany({}, [{ $set: { leaseUntil: '$$NOW' } }]);
    await holder.claim();
    await late.markDispatched(claimed?.id ?? '');
    expect(await store.mongo.events.countDocuments({ dispatchedAt: null })).toBe(1);
    await holder.markDispatched(claimed?.id ?? '');
    expect(await store.mongo.events.countDocuments({ dispatchedAt: null })).toBe(0);
  });

  it('holds a released event back for as long as it was told', async () => {
    const outbox = createOutbox(store.mongo, 'one');
    await record('R-1');
    const first = await outbox.claim();
    await outbox.release(first?.id ?? '', 60_000);
    expect(await outbox.claim()).toBeUndefined();
  });

  it('forgets what was sealed for an event once it is dispatched', async () => {
    const outbox = createOutbox(store.mongo, 'one');
    await store.change(inviting('R-1', 'R-1'), withCustomer('R-1'), { sealed: 'sealed' });
    const claimed = await outbox.claim();
    expect(claimed?.sealed).toBe('sealed');
    await outbox.markDispatched(claimed?.id ?? '');
    expect(await store.mongo.events.countDocuments({ sealed: { $exists: true } })).toBe(0);
  });

  it('uses its index to find what is due', async () => {
    await record('R-1');
    const plan = await store.mongo.events
      .find({ dispatchedAt: { $type: 'null' }, $expr: { $lte: ['$leaseUntil', '$$NOW'] } })
      .explain('queryPlanner');
    expect(JSON.stringify(plan)).toContain('IXSCAN');
  });
});
