import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PARTNER, startStore, type TestStore } from '../support/world/store.ts';

describe('the tenants that the operator gives', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    const { mongo } = store;
    await Promise.all([mongo.partners, mongo.audit, mongo.chains].map((all) => all.deleteMany({})));
    await mongo.partners.insertMany([
      { ...document('a'), tenantIds: ['a', 'b'] },
      { ...document('c'), tenantIds: ['c'] },
    ]);
  });

  const document = (_id: string) => {
    const { id: _, ...rest } = PARTNER;
    return { ...rest, _id, updatedAt: new Date(0) };
  };
  const keep = (groups: string[][]) => store.keepTenants(groups);
  const stored = async () => {
    const all = await store.mongo.partners.find({}, { sort: { _id: 1 } }).toArray();
    return Object.fromEntries(all.map(({ _id, tenantIds }) => [_id, tenantIds]));
  };

  it('go from one partner to another, are recorded, and finding them so again records nothing', async () => {
    expect(await keep([['a'], ['b', 'c']])).toEqual([]);
    expect(await stored()).toEqual({ a: ['a'], c: ['b', 'c'] });
    await keep([['a'], ['b', 'c']]);
    const entries = await store.mongo.audit.find({}, { sort: { partnerId: 1 } }).toArray();
    expect(entries.map(({ partnerId, by, what }) => ({ partnerId, by, what }))).toEqual([
      {
        partnerId: 'a',
        by: { kind: 'clock' },
        what: {
          type: 'profile',
          subject: null,
          before: { tenantIds: ['a', 'b'] },
          after: { tenantIds: ['a'] },
        },
      },
      {
        partnerId: 'c',
        by: { kind: 'clock' },
        what: {
          type: 'profile',
          subject: null,
          before: { tenantIds: ['c'] },
          after: { tenantIds: ['b', 'c'] },
        },
      },
    ]);
  });

  it('are the same when two processes give them at once', async () => {
    const groups = [['a'], ['c', 'b', 'd']];
    await Promise.all([keep(groups), keep(groups)]);
    expect(await stored()).toEqual({ a: ['a'], c: ['c', 'b', 'd'] });
  });

  it('do not join what was set up as two partners', async () => {
    expect(await keep([['a', 'b', 'c', 'd']])).toEqual([['a', 'c']]);
    expect(await stored()).toEqual({ a: ['a', 'b'], c: ['c'] });
  });
});
