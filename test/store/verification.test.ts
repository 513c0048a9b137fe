import { ObjectId } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryHash } from '../../src/store/audit/chain.ts';
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

// Fabrikam's profile, then an invitation, sent and accepted, and one more: entries 1 to 5.
describe('verifying names the first broken link, when', () => {
  let eventIds: string[];
  beforeEach(async () => {
    const { relationshipId } = await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    await store.change({ type: 'share', by: AGENT, invitationId: 'R-A1', way: 'chat' }, { relationshipId });
    await store.change(answering('accept', 'R-A1', 'a'), { relationshipId });
    await store.change(inviting('R-B1', 'b'), withCustomer('b'));
    const vouched = (await store.entries()).flatMap(({ what }) =>
      what.type === 'event' ? [what.eventId] : [],
    );
    eventIds = ['', '', ...vouched];
    expect(await store.verdict()).toBe('whole');
  });

  const eventAt = (sequence: number) => ({ _id: new ObjectId(eventIds[sequence]) });
  const broken = async (flaw: string, sequence: number) =>
    expect(await store.verdict()).toBe([flaw, sequence, eventIds[sequence]].join(' '));

  it('an event was changed', async () => {
    await store.mongo.events.updateOne(eventAt(4), { $set: { 'event.by.name': 'Somebody else' } });
    await broken('event-changed', 4);
  });

  it('what an event changed was changed', async () => {
    await store.mongo.events.updateOne(eventAt(3), { $set: { 'after.invitation': 'viewed' } });
    await broken('event-changed', 3);
  });

  it('an event was removed', async () => {
    await store.mongo.events.deleteOne(eventAt(3));
    await broken('event-missing', 3);
  });

  it('an event was added', async () => {
    const event = await store.mongo.events.findOne(eventAt(4));
    if (!event) throw new Error('There is one');
    const _id = new ObjectId();
    await store.mongo.events.insertOne({ ...event, _id });
    expect(await store.verdict()).toBe(`event-added ${_id.toHexString()}`);
  });

  it('an entry was changed', async () => {
    await store.mongo.audit.updateOne({ sequence: 2 }, { $set: { 'by.name': 'Somebody else' } });
    await broken('entry-changed', 2);
  });

  it('an entry was changed together with its hash', async () => {
    const forged = { ...(await store.entryAt(3)), cause: 'another' };
    await store.mongo.audit.updateOne(
      { sequence: 3 },
      { $set: { cause: 'another', hash: entryHash(forged) } },
    );
    await broken('not-linked', 4);
  });

  it('entries were cut out of the middle', async () => {
    await store.mongo.audit.deleteMany({ sequence: { $in: [3, 4] } });
    expect(await store.verdict()).toBe('entry-missing 3');
  });

  it('entries were cut out of the middle, and the later ones moved up', async () => {
    await store.mongo.audit.deleteOne({ sequence: 3 });
    await store.mongo.audit.updateOne({ sequence: 4 }, { $set: { sequence: 3 } });
    await store.mongo.audit.updateOne({ sequence: 5 }, { $set: { sequence: 4 } });
    const [, , , , was4] = eventIds;
    expect(await store.verdict()).toBe(`entry-changed 3 ${was4}`);
  });

  it('two entries were exchanged', async () => {
    const [two, three] = [await store.entryAt(2), await store.entryAt(3)];
    await store.mongo.audit.updateOne({ _id: two._id }, { $set: { sequence: 99 } });
    await store.mongo.audit.updateOne({ _id: three._id }, { $set: { sequence: 2 } });
    await store.mongo.audit.updateOne({ _id: two._id }, { $set: { sequence: 3 } });
    expect(await store.verdict()).toBe(`entry-changed 2 ${eventIds[3]}`);
  });

  it('the end was cut off', async () => {
    await store.mongo.audit.deleteMany({ sequence: { $gte: 4 } });
    expect(await store.verdict()).toBe('end-missing 4');
  });

  it('the end was cut off together with its events, and the head set back', async () => {
    const { hash } = await store.entryAt(4);
    await store.mongo.audit.deleteMany({ sequence: 5 });
    await store.mongo.chains.updateOne({}, { $set: { sequence: 4, hash } });
    expect(await store.verdict()).toBe(`event-added ${eventIds[5]}`);
  });

  it('the head was changed or removed', async () => {
    await store.mongo.chains.updateOne({}, { $set: { hash: 'f'.repeat(64) } });
    expect(await store.verdict()).toBe('head-changed 5');
    await store.mongo.chains.deleteOne({});
    expect(await store.verdict()).toBe('head-missing 5');
  });

  it('an entry was added after the head', async () => {
    const { _id, ...last } = await store.entryAt(5);
    await store.mongo.audit.insertOne({ ...last, _id: new ObjectId(), sequence: 6 });
    expect(await store.verdict()).toBe(`entry-added 6 ${eventIds[5]}`);
  });

  it('everything was rewritten and only a hash that was kept elsewhere says so', async () => {
    const { verify } = store.verification;
    const kept = (await store.entryAt(5)).hash;
    await store.change(inviting('R-C1', 'c'), withCustomer('c'));
    expect(await verify(PARTNER.id, kept)).toMatchObject({ isWhole: true, entries: 6, hasExpected: true });
    await store.mongo.audit.deleteMany({});
    await store.mongo.chains.deleteMany({});
    await store.mongo.events.deleteMany({});
    await store.partners.save(PARTNER.id, () => ({ ...PARTNER, lifeDays: 9 }), { by: AGENT });
    expect(await verify(PARTNER.id, kept)).toMatchObject({ isWhole: true, entries: 1, hasExpected: false });
  });

  it('nothing of it: announcing an event is no change', async () => {
    await store.mongo.events.updateMany({}, [{ $set: { dispatchedAt: '$$NOW', delivered: ['a'] } }]);
    expect(await store.verdict()).toBe('whole');
  });
});

describe('verifying', () => {
  it('reads a long chain while it grows', async () => {
    const { relationshipId } = await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    const growing = (async () => {
      for (let at = 0; at < 40; at += 1) {
        const way = at % 2 ? 'chat' : 'message';
        await store.change({ type: 'share', by: AGENT, invitationId: 'R-A1', way }, { relationshipId });
      }
    })();
    const verdicts: string[] = [];
    while (verdicts.length < 8) verdicts.push(await store.verdict());
    await growing;
    expect(verdicts).toStrictEqual(Array(8).fill('whole'));
    expect(await store.verdict()).toBe('whole');
  });

  it('knows of every partner of whom anything is left', async () => {
    await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    await store.mongo.partners.deleteMany({});
    await store.mongo.chains.deleteMany({});
    await store.mongo.audit.deleteMany({});
    expect(await store.verification.partnerIds()).toStrictEqual([PARTNER.id]);
    expect(await store.verdict()).toMatch(/^event-added /);
  });
});
