import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY } from '../../src/store/aggregates/chain.ts';
import type { PartnerDocument } from '../../src/store/documents.ts';
import { PARTNER, startStore, type TestStore } from '../support/world/store.ts';

describe('the tenants that the operator gives', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    const { mongo, passOn } = store;
    await passOn();
    await Promise.all([mongo.partners.deleteMany({}), mongo.events.deleteMany({})]);
    await mongo.partners.insertMany([document('a', ['a', 'b']), document('c', ['c'])]);
  });

  const document = (_id: string, tenantIds: string[]): PartnerDocument => {
    const { id: _, ...rest } = PARTNER;
    const at = new Date(0);
    const aggregate = { version: 1, chain: { ...EMPTY, at }, causes: [], outbox: [] };
    const profile = { ...rest, tenantIds };
    return { _id, shape: 2, ...aggregate, profile, roles: [], alerts: [] };
  };
  const keep = (groups: string[][]) => store.keepTenants(groups);
  const stored = async () => {
    const all = await store.mongo.partners.find({}, { sort: { _id: 1 } }).toArray();
    return Object.fromEntries(all.map(({ _id, profile }) => [_id, profile.tenantIds]));
  };

  it('go from one partner to another, are recorded, and finding them so again records nothing', async () => {
    expect(await keep([['a'], ['b', 'c']])).toEqual([]);
    expect(await stored()).toEqual({ a: ['a'], c: ['b', 'c'] });
    await keep([['a'], ['b', 'c']]);
    await store.passOn();
    const entries = await store.mongo.events.find({}, { sort: { partnerId: 1 } }).toArray();
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
