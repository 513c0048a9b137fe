import { MongoNetworkError } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRelay } from '../../src/delivery/relay.ts';
import { createLog } from '../../src/log.ts';
import type { Pending } from '../../src/store/aggregates/outbox.ts';
import type { Store } from '../../src/store/store.ts';
import { answering, inviting, startStore, type TestStore, withCustomer } from '../support/world/store.ts';
import { until } from '../support/world/world.ts';

describe('passing on what stands in the outbox', () => {
  let store: TestStore;
  const running: { stop(): Promise<void> }[] = [];
  beforeEach(async () => {
    store = await startStore();
    await store.passOn();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await store.stop();
  });

  const draft = (id: string) => store.changeOnly(inviting(id, id), withCustomer(id), { sealed: 'sealed' });
  const waiting = () => store.mongo.relationships.countDocuments({ relayAt: { $exists: true } });
  const passedOn = async () =>
    (await store.mongo.events.find({ relationshipId: { $ne: null } }).toArray()).length;

  // Another process, of which only the relay runs; `follow`: what it makes of the documents.
  function relay(follow: (pending: readonly Pending[]) => Promise<void> = async () => {}) {
    const logged: string[] = [];
    const log = createLog('info', { write: (line: string) => void logged.push(line) });
    const { outbox } = store as unknown as Pick<Store, 'outbox'>;
    const one = createRelay({ outbox, follow, log });
    running.push(one);
    return Object.assign(one, { logged });
  }

  it('is done by any process a moment later, with the sealed link for what follows', async () => {
    await draft('R-1');
    expect(await passedOn()).toBe(0);
    const seen: Pending[] = [];
    relay(async (pending) => void seen.push(...pending)).start();
    await until(async () => (await waiting()) === 0, 'another process passes it on');
    expect(await passedOn()).toBe(1);
    expect(seen.map(({ outbox }) => outbox.map(({ sealed }) => sealed))).toEqual([['sealed']]);
    const stored = await store.mongo.relationships.findOne({});
    expect([stored?.outbox, stored?.version]).toEqual([[], 1]);
    expect(JSON.stringify(await store.mongo.events.find().toArray())).not.toContain('sealed');
  });

  it('is done at once by the process that wrote it, also long after it has started', async () => {
    const one = relay();
    one.start();
    await until(async () => (await waiting()) === 0, 'there is nothing to do');
    for (const id of ['R-1', 'R-2']) {
      const { relationshipId } = await draft(id);
      // Nobody else would find it.
      const later = { $set: { relayAt: new Date(Date.now() + 3_600_000) } };
      await store.mongo.relationships.updateOne({ _id: relationshipId }, later);
      const document = await store.mongo.relationships.findOne({ _id: relationshipId });
      if (document) one.hand(document);
      await until(async () => (await waiting()) === 0, 'it is passed on');
    }
  });

  it('changes nothing when it is done twice', async () => {
    await draft('R-1');
    const pending = await dueNow();
    for (let times = 0; times < 3; times += 1) await store.outbox.store(pending);
    await store.outbox.clear(pending);
    await store.outbox.clear(pending);
    await until(async () => (await waiting()) === 0, 'the outbox is empty');
    expect(await passedOn()).toBe(1);
    expect(await store.verdict()).toBe('whole');
  });

  it('leaves in the outbox what came after it was read', async () => {
    const { relationshipId } = await draft('R-1');
    const pending = await dueNow();
    await store.changeOnly(answering('accept', 'R-1', 'R-1'), { relationshipId });
    await store.outbox.store(pending);
    await store.outbox.clear(pending);
    expect(await store.mongo.relationships.countDocuments({ 'outbox.1': { $exists: true } })).toBe(1);
    relay().start();
    await until(async () => (await waiting()) === 0, 'the later one is passed on too');
    expect(await passedOn()).toBe(2);
    expect(await store.verdict()).toBe('whole');
  });

  it.each(['store', 'follow', 'clear'] as const)('goes on where a process died after %s', async (step) => {
    await draft('R-1');
    const pending = await dueNow();
    const followed: string[] = [];
    await store.outbox.store(pending);
    if (step !== 'store') followed.push('the dead process');
    if (step === 'clear') await store.outbox.clear(pending);
    relay(async () => void followed.push('the next')).start();
    await until(async () => (await waiting()) === 0, 'it is passed on');
    expect(followed.length).toBeGreaterThan(0);
    expect(await passedOn()).toBe(1);
    expect(await store.verdict()).toBe('whole');
  });

  it('is not held up by a document that cannot be passed on', async () => {
    for (const id of ['R-1', 'R-2', 'R-3']) await draft(id);
    const one = relay(async (pending) => {
      const isBad = pending.some((document) => JSON.stringify(document).includes('R-2'));
      if (isBad) throw new Error('Nobody can read this');
    });
    one.start();
    await until(async () => (await waiting()) === 1, 'the others are passed on');
    expect(one.logged.join()).toContain('What happened could not be passed on');
    expect(one.logged.join()).toContain('Nobody can read this');
  });

  it('keeps what cannot be passed on while the database is away, in the process that wrote it too', async () => {
    let isAway = true;
    const one = relay(async () => {
      if (isAway) throw new MongoNetworkError('away');
    });
    const { relationshipId } = await draft('R-1');
    const document = await store.mongo.relationships.findOne({ _id: relationshipId });
    one.start();
    if (document) one.hand(document);
    await until(() => one.logged.length > 0, 'it was tried');
    isAway = false;
    await until(async () => (await waiting()) === 0, 'it is passed on');
  });

  it('is found by an index', async () => {
    const query = { relayAt: { $exists: true }, $expr: { $lte: ['$relayAt', '$$NOW'] } };
    const plan = await store.mongo.relationships.find(query).sort({ relayAt: 1 }).explain('queryPlanner');
    expect(JSON.stringify(plan)).toContain('relayAt_1');
    expect(JSON.stringify(plan)).not.toContain('"SORT"');
  });

  async function dueNow(): Promise<readonly Pending[]> {
    await store.mongo.relationships.updateMany(
      { relayAt: { $exists: true } },
      { $set: { relayAt: new Date(0) } },
    );
    return store.outbox.due();
  }
});
