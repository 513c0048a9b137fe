import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RuledOut } from '../../src/relationship/attempt.ts';
import {
  AGENT,
  answering,
  inviting,
  PARTNER,
  startStore,
  type TestStore,
  withCustomer,
} from '../support/world/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await startStore();
});
afterEach(() => store.stop());

describe('the chains', () => {
  it('have an entry for every event of a relationship: who, why, and the event itself', async () => {
    const recording = { cause: 'activity 1' };
    const { relationshipId, events } = await store.change(
      inviting('R-A1', 'a'),
      withCustomer('a'),
      recording,
    );
    await store.change(answering('accept', 'R-A1', 'a'), { relationshipId });
    const [profile] = await store.entries();
    const [drafted, accepted] = await store.entries(relationshipId);
    const dana = { kind: 'agent', objectId: 'dana', tenantId: 'fabrikam', name: 'Dana', role: 'admin' };
    expect(profile).toMatchObject({ sequence: 1, by: dana, what: { type: 'profile', before: {} } });
    expect(drafted).toMatchObject({
      _id: events[0]?.id,
      sequence: 1,
      by: dana,
      cause: 'activity 1',
      relationshipId,
      what: { type: 'event' },
      event: { type: 'invitation-drafted' },
    });
    expect(accepted).toMatchObject({
      sequence: 2,
      by: { kind: 'customer', objectId: 'megan', tenantId: 'a', proof: 'administrator' },
      cause: null,
    });
    expect(await store.verdict()).toBe('whole');
  });

  it('keep with each event what it changed', async () => {
    const { relationshipId } = await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    await store.change(answering('accept', 'R-A1', 'a'), { relationshipId });
    const stored = await store.mongo.events.findOne({ 'event.type': 'invitation-accepted' });
    expect(stored).toMatchObject({
      before: { status: 'invited', invitation: 'draft' },
      after: { status: 'active', invitation: 'accepted' },
    });
  });

  it('have nothing of what was refused', async () => {
    const { relationshipId } = await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    const before = await store.entries(relationshipId);
    await expect(store.change(inviting('R-A2', 'a'), withCustomer('a'))).rejects.toThrow('already-invited');
    await expect(store.change(answering('accept', 'R-A1', 'other'), withCustomer('a'))).rejects.toThrow(
      'other-organisation',
    );
    expect(await store.entries(relationshipId)).toStrictEqual(before);
  });

  it('are whole after fifty commands at once, on as many customers', async () => {
    const changes = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        store.change(inviting(`R-M${at}`, `m${at}`), withCustomer(`m${at}`)),
      ),
    );
    expect(await store.verdict()).toBe('whole');
    const chains = await Promise.all(changes.map(({ relationshipId }) => store.entries(relationshipId)));
    expect(chains.flat().map(({ sequence }) => sequence)).toStrictEqual(Array(50).fill(1));
  });

  it('are whole when several processes write one relationship at once', async () => {
    const { relationshipId } = await store.change(inviting('R-P', 'p'), withCustomer('p'));
    const others = await Promise.all([1, 2].map(() => store.another()));
    const all = [store, ...others];
    const extend = { type: 'extend', by: AGENT, invitationId: 'R-P', days: 1 } as const;
    await Promise.all(Array.from({ length: 12 }, (_, at) => all[at % 3]?.change(extend, { relationshipId })));
    await Promise.all(others.map(({ close }) => close()));
    expect(await store.verdict()).toBe('whole');
    const sequences = (await store.entries(relationshipId)).map(({ sequence }) => sequence);
    expect(sequences).toStrictEqual(Array.from({ length: 13 }, (_, at) => at + 1));
  });

  it('are whole while what happened still stands in the outbox', async () => {
    const sealed = { sealed: 'sealed' };
    const { relationshipId } = await store.changeOnly(inviting('R-A1', 'a'), withCustomer('a'), sealed);
    await store.changeOnly(answering('accept', 'R-A1', 'a'), { relationshipId });
    expect(await store.mongo.events.countDocuments({ relationshipId })).toBe(0);
    expect(await store.verdict()).toBe('whole');
    await store.passOn();
    expect(await store.mongo.events.countDocuments({ relationshipId })).toBe(2);
    expect(await store.verdict()).toBe('whole');
  });

  it('holds whatever people write, half characters and control characters too', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const half = fc.constantFrom('\ud800', 'a\udc00b', '\u0000', '{"$date":"x"}', '__proto__');
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, half), async (reason) => {
        runs += 1;
        const id = `R-W${runs}`;
        const { relationshipId } = await store.change(inviting(id, id), withCustomer(id));
        await store.change({ type: 'revoke', by: AGENT, invitationId: id, reason }, { relationshipId });
      }),
      { numRuns: 40 },
    );
    expect(await store.verdict()).toBe('whole');
  });

  it('records a partner’s message, roles and alerts with what was there before, and nothing that stayed', async () => {
    const { partners, agents, subscriptions } = store;
    let activities = 0;
    const next = () => ({ by: AGENT, cause: `activity 2.${++activities}` });
    await partners.save(PARTNER.id, () => ({ ...PARTNER, lifeDays: 14 }), next());
    await partners.save(PARTNER.id, () => ({ ...PARTNER, lifeDays: 14 }), next());
    const template = { subject: 'Hola', body: '{{vínculo}}' };
    await partners.saveTemplate(PARTNER.id, { language: 'es', template }, next());
    await agents.grant({ partnerId: PARTNER.id, objectId: 'lee', name: 'Lee', role: 'sales' }, next());
    await agents.grant({ partnerId: PARTNER.id, objectId: 'lee', name: 'Lee', role: 'sales' }, next());
    await agents.grant({ partnerId: PARTNER.id, objectId: 'lee', name: 'Lee', role: 'none' }, next());
    const alerting = () => ({ partnerId: PARTNER.id, changedBy: next() });
    await subscriptions.subscribe('c', ['accepted', 'declined'], alerting());
    await subscriptions.unsubscribe('c', ['declined'], alerting());
    await subscriptions.unsubscribe('c', [], alerting());
    const whats = (await store.entries())
      .filter(({ cause }) => cause?.startsWith('activity 2.'))
      .map(({ what }) => what);
    expect(whats).toStrictEqual([
      { type: 'profile', subject: null, before: { lifeDays: 7 }, after: { lifeDays: 14 } },
      { type: 'template', subject: 'es', before: {}, after: template },
      { type: 'role', subject: 'lee', before: { role: 'none' }, after: { name: 'Lee', role: 'sales' } },
      { type: 'role', subject: 'lee', before: { role: 'sales' }, after: { role: 'none' } },
      { type: 'alerts', subject: 'c', before: { topics: [] }, after: { topics: ['accepted', 'declined'] } },
      {
        type: 'alerts',
        subject: 'c',
        before: { topics: ['accepted', 'declined'] },
        after: { topics: ['accepted'] },
      },
      { type: 'alerts', subject: 'c', before: { topics: ['accepted'] }, after: { topics: [] } },
    ]);
    expect(await store.verdict()).toBe('whole');
  });
});

describe('an activity that Teams delivers again', () => {
  it('changes nothing of the partner again, also when another has changed it since', async () => {
    const { agents, subscriptions } = store;
    const role = (given: 'admin' | 'none', cause: string) =>
      agents.grant(
        { partnerId: PARTNER.id, objectId: 'lee', name: 'Lee', role: given },
        { by: AGENT, cause },
      );
    await role('admin', 'activity 1');
    await role('none', 'activity 2');
    await role('admin', 'activity 1');
    expect(await agents.roleNow(PARTNER.id, 'lee')).toBe('none');
    const alerting = (cause: string) => ({ partnerId: PARTNER.id, changedBy: { by: AGENT, cause } });
    await subscriptions.subscribe('c', ['accepted'], alerting('activity 3'));
    await subscriptions.unsubscribe('c', [], alerting('activity 4'));
    await subscriptions.subscribe('c', ['accepted'], alerting('activity 3'));
    expect(await subscriptions.of(PARTNER.id)).toEqual([]);
  });
});

describe('refused attempts', () => {
  const attempt: RuledOut = {
    partnerId: PARTNER.id,
    by: { ...AGENT, objectId: 'lee', name: 'Lee', role: 'helpdesk' },
    command: 'invite',
    code: 'role-required',
    cause: 'activity 3',
  };
  const recorder = () => store.refusals;

  it('are in the partner’s chain: who, what, why', async () => {
    await recorder().record(attempt);
    expect((await store.entries()).at(-1)).toMatchObject({
      sequence: 2,
      by: { objectId: 'lee', tenantId: 'fabrikam', name: 'Lee', role: 'helpdesk' },
      cause: 'activity 3',
      relationshipId: null,
      what: { type: 'refused', command: 'invite', code: 'role-required' },
    });
    expect(await store.verdict()).toBe('whole');
  });

  it('are in the chain of the relationship that they concern, whose state and place in lists stay', async () => {
    const { relationshipId } = await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    const before = await store.mongo.relationships.findOne({ _id: relationshipId });
    await recorder().record({ ...attempt, relationshipId });
    expect((await store.entries(relationshipId)).map(({ what }) => what.type)).toEqual(['event', 'refused']);
    const after = await store.mongo.relationships.findOne({ _id: relationshipId });
    expect([after?.state, after?.updatedAt]).toStrictEqual([before?.state, before?.updatedAt]);
    expect(await store.entries()).toHaveLength(1);
    expect(await store.verdict()).toBe('whole');
  });

  it('fill nothing, however often the same one is made', async () => {
    const { relationshipId } = await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    const refusals = recorder();
    await Promise.all(Array.from({ length: 30 }, () => refusals.record(attempt)));
    for (let at = 0; at < 30; at += 1) await refusals.record({ ...attempt, cause: `activity ${at}` });
    expect(await store.entries()).toHaveLength(2);
    await Promise.all(Array.from({ length: 30 }, () => refusals.record({ ...attempt, relationshipId })));
    expect(await store.entries(relationshipId)).toHaveLength(2);
    await refusals.record({ ...attempt, code: 'already-invited' });
    await refusals.record({ ...attempt, by: { ...attempt.by, objectId: 'nestor' } });
    expect(await store.entries()).toHaveLength(4);
  });

  it('fill nothing either when one person makes many different ones in turn', async () => {
    const commands = ['invite', 'add', 'share', 'mail', 'remind', 'extend', 'handover', 'reply'] as const;
    const codes = ['role-required', 'already-invited', 'not-found'] as const;
    const all = commands.flatMap((command) => codes.map((code) => ({ ...attempt, command, code })));
    for (let round = 0; round < 3; round += 1) {
      for (const one of all) await recorder().record(one);
      await store.passOn();
    }
    expect(await store.entries()).toHaveLength(1 + all.length);
  });

  it('are recorded again after a while', async () => {
    const refusals = recorder();
    await refusals.record(attempt);
    await store.passOn();
    const longAgo = { $subtract: ['$$NOW', 11 * 60_000] };
    await store.mongo.events.updateOne({ 'what.type': 'refused' }, [{ $set: { at: longAgo } }]);
    await store.mongo.partners.updateOne({ _id: PARTNER.id }, [{ $set: { 'causes.at': longAgo } }]);
    await refusals.record(attempt);
    expect(await store.entries()).toHaveLength(3);
  });

  it('are found by an index', async () => {
    const query = { partnerId: 'x', 'by.objectId': 'y', 'what.type': 'refused' } as const;
    const plan = await store.mongo.events.find({ ...query, at: { $gt: new Date() } }).explain('queryPlanner');
    expect(JSON.stringify(plan)).toContain('partnerId_1_by.objectId_1_at_-1');
  });
});
