import fc from 'fast-check';
import { ObjectId } from 'mongodb';
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

describe('a partner’s chain', () => {
  it('has an entry for its profile and for every event: who, why, and the event itself', async () => {
    const recording = { cause: 'activity 1' };
    const { relationshipId, events } = await store.change(
      inviting('R-A1', 'a'),
      withCustomer('a'),
      recording,
    );
    await store.change(answering('accept', 'R-A1', 'a'), { relationshipId });
    const [profile, drafted, accepted] = await store.entries();
    const dana = { kind: 'agent', objectId: 'dana', tenantId: 'fabrikam', name: 'Dana', role: 'admin' };
    expect(profile).toMatchObject({ sequence: 1, by: dana, what: { type: 'profile', before: {} } });
    expect(drafted).toMatchObject({
      sequence: 2,
      previousHash: profile?.hash,
      by: dana,
      cause: 'activity 1',
      relationshipId,
      what: { type: 'event', eventId: events[0]?.id },
    });
    expect(accepted).toMatchObject({
      previousHash: drafted?.hash,
      by: { kind: 'customer', objectId: 'megan', tenantId: 'a', proof: 'administrator' },
      cause: null,
    });
    expect(await store.verdict()).toBe('whole');
  });

  it('keeps with each event what it changed', async () => {
    const { relationshipId } = await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    await store.change(answering('accept', 'R-A1', 'a'), { relationshipId });
    const stored = await store.mongo.events.findOne({ 'event.type': 'invitation-accepted' });
    expect(stored).toMatchObject({
      before: { status: 'invited', invitation: 'draft' },
      after: { status: 'active', invitation: 'accepted' },
    });
  });

  it('has nothing of what was refused and rolled back', async () => {
    await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    const before = await store.entries();
    await expect(store.change(inviting('R-A2', 'a'), withCustomer('a'))).rejects.toThrow('already-invited');
    await expect(store.change(answering('accept', 'R-A1', 'other'), withCustomer('a'))).rejects.toThrow(
      'other-organisation',
    );
    expect(await store.entries()).toStrictEqual(before);
  });

  it('is whole after fifty commands at once, on as many customers', async () => {
    await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        store.change(inviting(`R-M${at}`, `m${at}`), withCustomer(`m${at}`)),
      ),
    );
    expect(await store.verdict()).toBe('whole');
    expect((await store.entries()).map(({ sequence }) => sequence)).toStrictEqual(
      Array.from({ length: 51 }, (_, at) => at + 1),
    );
  });

  it('is whole when several processes write it at once', async () => {
    const others = await Promise.all([1, 2].map(() => store.another()));
    const all = [store, ...others];
    await Promise.all(
      Array.from({ length: 24 }, (_, at) =>
        all[at % all.length]?.change(inviting(`R-P${at}`, `p${at}`), withCustomer(`p${at}`)),
      ),
    );
    await Promise.all(others.map(({ close }) => close()));
    expect(await store.verdict()).toBe('whole');
    expect(await store.entries()).toHaveLength(25);
  });

  it('is whole when a transaction dies between its entry and its event', async () => {
    const dying = store.audit.transaction(PARTNER.id, async ({ record }) => {
      const what = { type: 'event', eventId: new ObjectId().toHexString(), eventHash: '' } as const;
      await record([{ at: new Date(), by: { kind: 'clock' }, cause: null, relationshipId: null, what }]);
      throw new Error('Power failure');
    });
    await expect(dying).rejects.toThrow('Power failure');
    await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    expect(await store.verdict()).toBe('whole');
    expect(await store.entries()).toHaveLength(2);
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
    const { partners, agents, conversations, mongo } = store;
    const doing = { by: AGENT, cause: 'activity 2' };
    await partners.save(PARTNER.id, () => ({ ...PARTNER, lifeDays: 14 }), doing);
    await partners.save(PARTNER.id, () => ({ ...PARTNER, lifeDays: 14 }), doing);
    const template = { subject: 'Hola', body: '{{vínculo}}' };
    await partners.saveTemplate(PARTNER.id, { language: 'es', template }, doing);
    await agents.grant({ partnerId: PARTNER.id, objectId: 'lee', name: 'Lee', role: 'sales' }, doing);
    await agents.grant({ partnerId: PARTNER.id, objectId: 'lee', name: 'Lee', role: 'sales' }, doing);
    await agents.grant({ partnerId: PARTNER.id, objectId: 'lee', name: 'Lee', role: 'none' }, doing);
    const chat = {
      id: 'c',
      kind: 'channel',
      tenantId: 'fabrikam',
      serviceUrl: '',
      botId: '',
      botName: '',
    } as const;
    const alerting = { partnerId: PARTNER.id, changedBy: doing };
    await conversations.subscribe(chat, ['accepted', 'declined'], alerting);
    await conversations.unsubscribe('c', ['declined'], alerting);
    await conversations.unsubscribe('c', [], alerting);
    const whats = (await mongo.audit.find({ cause: 'activity 2' }, { sort: { sequence: 1 } }).toArray()).map(
      ({ what }) => what,
    );
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

describe('refused attempts', () => {
  const attempt: RuledOut = {
    partnerId: PARTNER.id,
    by: { ...AGENT, objectId: 'lee', name: 'Lee', role: 'helpdesk' },
    command: 'invite',
    code: 'role-required',
    cause: 'activity 3',
  };
  const recorder = () => store.refusals;

  it('are in the chain: who, what, why', async () => {
    await recorder().record({ ...attempt, relationshipId: 'r1' });
    expect(await store.entryAt(2)).toMatchObject({
      by: { objectId: 'lee', tenantId: 'fabrikam', name: 'Lee', role: 'helpdesk' },
      cause: 'activity 3',
      relationshipId: 'r1',
      what: { type: 'refused', command: 'invite', code: 'role-required' },
    });
    expect(await store.verdict()).toBe('whole');
  });

  it('fill nothing, however often the same one is made', async () => {
    const refusals = recorder();
    await Promise.all(Array.from({ length: 30 }, () => refusals.record(attempt)));
    for (let at = 0; at < 30; at += 1) await refusals.record({ ...attempt, cause: `activity ${at}` });
    expect(await store.entries()).toHaveLength(2);
    await refusals.record({ ...attempt, relationshipId: 'r1' });
    await refusals.record({ ...attempt, code: 'already-invited' });
    await refusals.record({ ...attempt, by: { ...attempt.by, objectId: 'nestor' } });
    expect(await store.entries()).toHaveLength(5);
  });

  it('are recorded again after a while', async () => {
    const refusals = recorder();
    await refusals.record(attempt);
    await store.mongo.audit.updateOne({ 'what.type': 'refused' }, [
      { $set: { at: { $subtract: ['$$NOW', 11 * 60_000] } } },
    ]);
    await refusals.record(attempt);
    expect(await store.entries()).toHaveLength(3);
  });

  it('are found by an index', async () => {
    const query = { partnerId: 'x', 'by.objectId': 'y', 'what.type': 'refused' } as const;
    const plan = await store.mongo.audit.find({ ...query, at: { $gt: new Date() } }).explain('queryPlanner');
    expect(JSON.stringify(plan)).toContain('partnerId_1_by.objectId_1_at_-1');
  });
});
