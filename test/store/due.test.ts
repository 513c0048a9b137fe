import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Partner } from '../../src/relationship/partner.ts';
import { isWorking, workingFrom, workingTimeOf } from '../../src/relationship/values/working-time.ts';
import { createCarryOut } from '../../src/service/carry-out.ts';
import { createDue } from '../../src/service/due.ts';
import type { PassedOver } from '../../src/service/passing-over.ts';
import { createRoles } from '../../src/service/people.ts';
import type { RelationshipDocument } from '../../src/store/documents.ts';
import { MARKETS } from '../../src/words/markets.ts';
import { dana, diego } from '../support/given.ts';
import { storeMany } from '../support/world/many-customers.ts';
import {
  AGENT,
  inviting,
  PARTNER,
  startStore,
  type TestStore,
  withCustomer,
} from '../support/world/store.ts';

const DAY = 86_400_000;
const LONG_AGO = new Date(Date.now() - 3.5 * DAY);
// Nobody lives on Bouvet Island, so any hour of it is a good one.
const ANY_HOUR = 'BV';

describe('what the clock does', () => {
  let store: TestStore;

  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    await store.mongo.relationships.deleteMany({});
    await store.mongo.events.deleteMany({});
    await store.mongo.partners.deleteMany({});
    await profile({ reminderDays: [3] });
    await store.agents.grant(
      { partnerId: PARTNER.id, objectId: 'dana', name: 'Dana', role: 'admin' },
      { by: AGENT },
    );
  });

  const profile = (change: Partial<Partner>, id = PARTNER.id) =>
    store.partners.save(id, () => ({ ...PARTNER, tenantIds: [id], ...change }), { by: AGENT });

  const clock = () =>
    createDue({
      carryOut: createCarryOut(store.relationships),
      dueRelationships: store.dueRelationships,
      partners: store.partners,
      roleOf: createRoles(store.agents, []).roleNow,
      adminAgents: [],
      adminChat: async () => undefined,
    });

  async function invite(id: string, { country = ANY_HOUR, partnerId = PARTNER.id, isSent = true } = {}) {
    const target = { ...withCustomer(id), partnerId };
    const asked = inviting(id, id);
    const made = await store.change({ ...asked, customer: { ...asked.customer, country } }, target);
    if (isSent) await store.change({ type: 'share', by: AGENT, invitationId: id, way: 'message' }, target);
    return made.relationshipId;
  }
  const invited = (count: number, options: Parameters<typeof invite>[1] = {}) =>
    Promise.all(
      Array.from({ length: count }, (_, at) => invite(`R-${String(at).padStart(3, '0')}`, options)),
    );

  const change = (ids: readonly string[], fields: object) =>
    store.mongo.relationships.updateMany({ _id: { $in: [...ids] } }, { $set: fields });
  // As if they had been sent then, in this order.
  const sentLongAgo = async (ids: readonly string[]) => {
    for (const [at, id] of ids.entries()) {
      const sentAt = new Date(LONG_AGO.getTime() + at);
      await change([id], { 'state.invitation.sentAt': sentAt, remindAt: new Date(at) });
    }
  };
  const overLongAgo = (ids: readonly string[]) =>
    change(ids, { 'state.invitation.expiresAt': new Date(Date.now() - DAY) });
  const told = async (type: string): Promise<readonly string[]> => {
    const documents = await store.mongo.events
      .find({ 'event.type': type } as object, { sort: { at: 1 } })
      .toArray();
    return documents.map(({ relationshipId }) => relationshipId ?? '');
  };
  const passOn = () => store.passOn();
  const stored = async (id: string) =>
    (await store.mongo.relationships.findOne({ _id: id })) as RelationshipDocument;
  const idsOf = (passedOver: readonly PassedOver[]) => passedOver.map(({ relationshipId }) => relationshipId);

  describe('a reminder', () => {
    it('is made of 50 invitations at a call, the longest due first', async () => {
      const ids = await invited(112);
      await sentLongAgo(ids);
      const { remind } = clock();
      for (const count of [50, 100, 112, 112]) {
        expect(await remind()).toEqual([]);
        await passOn();
        expect((await told('invitation-reminded')).toSorted()).toEqual(ids.slice(0, count).toSorted());
      }
    });

    it('waits for the working hours of the customer’s country, and is not read again before', async () => {
      const country = MARKETS.countries.find((one) => !isWorking(new Date(), workingTimeOf(one))) ?? '';
      const ids = await invited(60, { country });
      await sentLongAgo(ids);
      const { remind } = clock();
      const before = new Date();
      await remind();
      await remind();
      expect(await store.dueRelationships.toRemind(50)).toEqual([]);
      const { remindAt, version } = await stored(ids[0] ?? '');
      expect(remindAt?.getTime()).toBeGreaterThan(before.getTime());
      expect(remindAt).toEqual(workingFrom(before, workingTimeOf(country)));
      // Waiting changes nothing.
      expect(version).toBe(2);
      expect(await told('invitation-reminded')).toEqual([]);
    });

    it('is planned when the invitation is sent, and no longer once it is answered', async () => {
      const [id = ''] = await invited(1);
      const { remindAt, state } = await stored(id);
      expect(remindAt).toEqual(new Date((state.invitation?.sentAt?.getTime() ?? 0) + 3 * DAY));
      await store.change({ type: 'revoke', by: AGENT, invitationId: 'R-000' }, { relationshipId: id });
      const { remindAt: after, plannedFor } = await stored(id);
      expect([after, plannedFor]).toEqual([undefined, undefined]);
    });

    it('follows the days of the profile when they change, for invitations that are out already', async () => {
      await profile({}, 'another');
      const ids = [await invite('R-000'), await invite('R-001', { partnerId: 'another' })];
      const days = async () =>
        Promise.all(
          ids.map(async (id) => {
            const { remindAt, state } = await stored(id);
            return remindAt && (remindAt.getTime() - (state.invitation?.sentAt?.getTime() ?? 0)) / DAY;
          }),
        );
      const { plan } = clock();
      expect(await days()).toEqual([3, undefined]);
      await profile({ reminderDays: [1, 2] }, 'another');
      await profile({ reminderDays: [] });
      expect(await plan()).toEqual([]);
      expect(await days()).toEqual([undefined, 1]);
    });
  });

  describe('planning', () => {
    const planned = (plannedFor: RegExp) => store.mongo.relationships.countDocuments({ plannedFor });

    it('comes to every partner, 100 a call, and then begins anew', async () => {
      await store.mongo.partners.deleteMany({});
      const ids = Array.from({ length: 150 }, (_, at) => `partner-${String(at).padStart(3, '0')}`);
      for (const id of ids) await profile({}, id);
      const [first, last] = [
        await invite('R-000', { partnerId: 'partner-000' }),
        await invite('R-001', { partnerId: 'partner-149' }),
      ];
      for (const id of ['partner-000', 'partner-149']) await profile({ reminderDays: [2] }, id);
      await store.agents.grant(
        { partnerId: 'partner-000', objectId: 'dana', name: 'Dana', role: 'sales' },
        { by: AGENT },
      );
      const { plan } = clock();
      await plan();
      const remindAt = async (id: string) => (await stored(id)).remindAt !== undefined;
      expect([await remindAt(first), await remindAt(last)]).toEqual([true, false]);
      await plan();
      expect([await remindAt(first), await remindAt(last)]).toEqual([true, true]);
      await profile({ reminderDays: [] }, 'partner-000');
      await plan();
      expect([await remindAt(first), await remindAt(last)]).toEqual([false, true]);
    });

    it('tells partners apart whose ids begin alike', async () => {
      for (const id of ['ab', 'a', 'a-b']) await profile({}, id);
      for (const partnerId of ['ab', 'a', 'a-b']) await invite(`R-${partnerId}`, { partnerId });
      expect((await store.dueRelationships.plans('a', 'a')).map((key) => key.split(' ')[0])).toEqual(['a']);
      expect(await store.dueRelationships.plans('a', 'ab')).toHaveLength(3);
    });

    it('changes thousands bit by bit, and passes over what it cannot read', async () => {
      await storeMany(store.mongo, PARTNER.id, 2000);
      await store.agents.grant(
        { partnerId: PARTNER.id, objectId: diego.objectId, name: 'Diego', role: 'sales' },
        { by: AGENT },
      );
      await store.agents.grant(
        { partnerId: PARTNER.id, objectId: dana.objectId, name: 'Dana', role: 'sales' },
        { by: AGENT },
      );
      const open = await planned(/ 3 $/);
      const one = await store.mongo.relationships.findOne({ plannedFor: / 3 $/ });
      await change([one?._id ?? ''], { shape: 4 });
      await profile({ reminderDays: [5, 6] });
      const { plan } = clock();
      const passedOver = [];
      for (let calls = 0; calls < 5; calls += 1) {
        passedOver.push(...idsOf(await plan()));
        expect(await planned(/ 3 $/)).toBeGreaterThanOrEqual(open - 1000 * (calls + 1));
      }
      expect(passedOver).toEqual([one?._id]);
      expect([await planned(/ 3 $/), await planned(/ 5,6 $/)]).toEqual([0, open - 1]);
    });
  });

  describe('one with which nothing can be done', () => {
    const faults: readonly [string, (ids: readonly string[]) => Promise<unknown>][] = [
      ['of a newer shape', (ids) => change(ids, { shape: 4 })],
      ['without a state', (ids) => change(ids, { 'state.customer': null })],
      ['of a partner that is gone', (ids) => change(ids, { partnerId: 'nobody' })],
    ];

    it.each(faults)('%s holds up no reminder, and is told of once', async (_, spoil) => {
      const ids = await invited(61);
      await sentLongAgo(ids);
      const [good = ''] = ids.slice(-1);
      const bad = ids.slice(0, 60);
      await spoil(bad);
      const { remind } = clock();
      const passedOver = [...idsOf(await remind()), ...idsOf(await remind())];
      await passOn();
      expect(passedOver.toSorted()).toEqual([...bad].toSorted());
      expect(await told('invitation-reminded')).toEqual([good]);
      expect(await store.dueRelationships.toRemind(50)).toEqual([]);
      expect(await remind()).toEqual([]);
    });

    it.each(faults)('%s holds up no expiry, and is told of once', async (_, spoil) => {
      const ids = await invited(60);
      await overLongAgo(ids);
      await spoil(ids);
      const good = await invite('R-100', { isSent: false });
      await overLongAgo([good]);
      await change(ids, { 'state.invitation.expiresAt': new Date(0) });
      const { expire } = clock();
      const passedOver = [...idsOf(await expire()), ...idsOf(await expire())];
      await passOn();
      expect(passedOver.toSorted()).toEqual([...ids].toSorted());
      expect(await told('invitation-expired')).toEqual([good]);
      expect(await store.dueRelationships.toExpire(50)).toEqual([]);
      expect(await expire()).toEqual([]);
    });

    it.each(faults)('%s keeps nothing from being told, and is told of once', async (_, spoil) => {
      await profile({ escalationDays: 3 });
      const ids = await invited(61, { isSent: false });
      await change(ids, { 'state.invitation.createdAt': LONG_AGO });
      for (const [at, id] of ids.entries()) await change([id], { escalateAt: new Date(at) });
      const [good = ''] = ids.slice(-1);
      const bad = ids.slice(0, 60);
      await spoil(bad);
      const { escalate } = clock();
      const passedOver = [...idsOf(await escalate()), ...idsOf(await escalate())];
      await passOn();
      expect(passedOver.toSorted()).toEqual([...bad].toSorted());
      expect(await told('invitation-escalated')).toEqual([good]);
      expect(await escalate()).toEqual([]);
    });

    it('is tried again later, less and less often, and told of again only after it changed', async () => {
      const [id = ''] = await invited(1);
      await overLongAgo([id]);
      await change([id], { shape: 4 });
      const { expire } = clock();
      const minutes: number[] = [];
      for (let times = 0; times < 3; times += 1) {
        const before = Date.now();
        expect(await expire()).toHaveLength(times === 0 ? 1 : 0);
        const { until } = (await stored(id)).passedOver ?? {};
        minutes.push(Math.round(((until?.getTime() ?? 0) - before) / 60_000));
        await change([id], { 'passedOver.until': new Date() });
      }
      expect(minutes).toEqual([1, 2, 4]);
      await change([id], { shape: 3 });
      await expire();
      await passOn();
      expect(await told('invitation-expired')).toEqual([id]);
      expect((await stored(id)).passedOver).toBeUndefined();
    });
  });

  it('closes a thousand that ran out while it was away, and reminds of others meanwhile', async () => {
    await storeMany(store.mongo, PARTNER.id, 2000);
    const open = await store.mongo.relationships
      .find({ 'state.status': 'invited' }, { projection: { _id: 1 } })
      .toArray();
    await overLongAgo(open.map(({ _id }) => _id));
    const [other = ''] = await invited(1);
    await sentLongAgo([other]);
    const { expire, remind } = clock();
    await expire();
    await remind();
    await passOn();
    expect(await told('invitation-reminded')).toEqual([other]);
    expect(await told('invitation-expired')).toHaveLength(50);
    for (let calls = 1; calls < 20; calls += 1) await expire();
    await passOn();
    expect(await told('invitation-expired')).toHaveLength(open.length);
    expect(open).toHaveLength(1000);
  });

  it('closes a draft that was never sent and has no channel', async () => {
    const id = await invite('R-000', { isSent: false });
    await overLongAgo([id]);
    await clock().expire();
    await passOn();
    expect(await told('invitation-expired')).toEqual([id]);
  });

  describe('an invitation that nobody looks after', () => {
    const role = (given: 'sales' | 'helpdesk' | 'none') =>
      store.agents.grant(
        { partnerId: PARTNER.id, objectId: 'dana', name: 'Dana', role: given },
        { by: AGENT },
      );

    it('is told of once its owner has lost the role, and once more only after it had another owner', async () => {
      const [id = ''] = await invited(1);
      const { plan, escalate } = clock();
      await plan();
      await escalate();
      expect(await store.dueRelationships.toEscalate(10)).toEqual([]);
      await role('helpdesk');
      for (let rounds = 0; rounds < 3; rounds += 1) {
        await plan();
        expect(await escalate()).toEqual([]);
        // Somebody else does something with it, which gives it no owner.
        await store.change({ type: 'remind', by: AGENT, invitationId: 'R-000' }, { relationshipId: id });
      }
      await passOn();
      expect(await told('invitation-escalated')).toEqual([id]);
      const taking = {
        type: 'take-over',
        by: { ...AGENT, objectId: 'lee', name: 'Lee' },
        invitationId: 'R-000',
      } as const;
      await store.change(taking, { relationshipId: id });
      await plan();
      await escalate();
      await passOn();
      // Lee has no role in the store either.
      expect(await told('invitation-escalated')).toEqual([id, id]);
    });

    it('is not told of when the role is back before', async () => {
      await invited(1);
      const { plan, escalate } = clock();
      await role('none');
      await plan();
      await role('sales');
      await escalate();
      await plan();
      await escalate();
      await passOn();
      expect(await told('invitation-escalated')).toEqual([]);
      expect(await store.dueRelationships.toEscalate(10)).toEqual([]);
    });

    it('is told of after the partner’s days, drafts too', async () => {
      const ids = [await invite('R-000'), await invite('R-001', { isSent: false }), await invite('R-002')];
      await change(ids, { 'state.invitation.createdAt': LONG_AGO });
      await change(ids.slice(0, 1), { 'state.invitation.attendedAt': LONG_AGO });
      const { plan, escalate } = clock();
      await plan();
      await escalate();
      expect(await told('invitation-escalated')).toEqual([]);
      await profile({ escalationDays: 3 });
      await plan();
      await escalate();
      await escalate();
      await passOn();
      expect((await told('invitation-escalated')).toSorted()).toEqual(ids.slice(0, 2).toSorted());
    });
  });
});
