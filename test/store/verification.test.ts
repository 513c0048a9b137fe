import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryHash, entryId } from '../../src/store/aggregates/chain.ts';
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

// An invitation, sent and accepted: entries 1 to 3 of its chain. One more invitation, and Fabrikam's own chain.
describe('verifying names the first broken link, when', () => {
  let id: string;
  let other: string;
  beforeEach(async () => {
    const { relationshipId } = await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    await store.change({ type: 'share', by: AGENT, invitationId: 'R-A1', way: 'chat' }, { relationshipId });
    await store.change(answering('accept', 'R-A1', 'a'), { relationshipId });
    id = relationshipId;
    other = (await store.change(inviting('R-B1', 'b'), withCustomer('b'))).relationshipId;
    expect(await store.verdict()).toBe('whole');
  });

  const entryAt = (sequence: number) => ({ _id: entryId(id, sequence) });
  const broken = async (flaw: string, sequence: number, where = id) =>
    expect(await store.verdict()).toBe(`${flaw} ${sequence} ${where}`);
  const kept = async (sequence: number) => {
    const entry = await store.mongo.events.findOne(entryAt(sequence));
    if (!entry) throw new Error(`No entry ${sequence}`);
    return entry;
  };

  it('an event was changed', async () => {
    await store.mongo.events.updateOne(entryAt(3), { $set: { 'event.by.name': 'Somebody else' } });
    await broken('entry-changed', 3);
  });

  it('what an event changed was changed', async () => {
    await store.mongo.events.updateOne(entryAt(2), { $set: { 'after.invitation': 'viewed' } });
    await broken('entry-changed', 2);
  });

  it('who did it was changed', async () => {
    await store.mongo.events.updateOne(entryAt(1), { $set: { 'by.name': 'Somebody else' } });
    await broken('entry-changed', 1);
  });

  it('an entry was changed in the partner’s own chain', async () => {
    const own = { _id: entryId(PARTNER.id, 1) };
    await store.mongo.events.updateOne(own, { $set: { 'what.after.lifeDays': 30 } });
    expect(await store.verdict()).toBe('entry-changed 1');
  });

  it('an entry was changed together with its hash', async () => {
    const [one, two] = [await kept(1), await kept(2)];
    const forged = { ...two, cause: 'another' };
    const hash = entryHash(forged, one.hash);
    await store.mongo.events.updateOne(entryAt(2), { $set: { cause: 'another', hash } });
    await broken('entry-changed', 3);
  });

  it('an entry was removed', async () => {
    await store.mongo.events.deleteOne(entryAt(2));
    await broken('entry-missing', 2);
  });

  it('all entries of a relationship were removed', async () => {
    await store.mongo.events.deleteMany({ relationshipId: id });
    await broken('end-missing', 1);
  });

  it('two entries were exchanged', async () => {
    const [two, three] = [await kept(2), await kept(3)];
    await store.mongo.events.deleteMany({ _id: { $in: [two._id, three._id] } });
    await store.mongo.events.insertMany([
      { ...three, _id: two._id, sequence: 2 },
      { ...two, _id: three._id, sequence: 3 },
    ]);
    await broken('entry-changed', 2);
  });

  it('the end was cut off', async () => {
    await store.mongo.events.deleteOne(entryAt(3));
    await broken('end-missing', 3);
  });

  it('the head was changed', async () => {
    await store.mongo.relationships.updateOne({ _id: id }, { $set: { 'chain.hash': 'f'.repeat(64) } });
    await broken('head-changed', 3);
  });

  it('the relationship was removed, and its entries left', async () => {
    await store.mongo.relationships.deleteOne({ _id: id });
    await broken('head-missing', 1);
  });

  it('the partner was removed, and its entries left', async () => {
    await store.mongo.partners.deleteMany({});
    expect(await store.verdict()).toMatch(/^head-missing /);
    expect(await store.verification.partnerIds()).toStrictEqual([PARTNER.id]);
  });

  it('an entry was added after the head', async () => {
    const three = await kept(3);
    await store.mongo.events.insertOne({ ...three, ...entryAt(4), sequence: 4 });
    await broken('entry-added', 4);
  });

  it('entries were added of a relationship that never was', async () => {
    const one = await kept(1);
    const never = 'ffffffff-0000-4000-8000-000000000000';
    await store.mongo.events.insertOne({ ...one, _id: entryId(never, 1), relationshipId: never });
    await broken('head-missing', 1, never);
  });

  it('a relationship vanished whole after it was anchored', async () => {
    await store.anchors.anchor(PARTNER.id);
    expect(await store.verdict()).toBe('whole');
    await store.mongo.relationships.deleteOne({ _id: id });
    await store.mongo.events.deleteMany({ relationshipId: id });
    await broken('anchored-missing', 3);
  });

  it('a relationship was rewritten whole after it was anchored', async () => {
    await store.anchors.anchor(PARTNER.id);
    await store.passOn();
    const [one, two, three] = [await kept(1), await kept(2), await kept(3)];
    const forged = { ...three, cause: 'another' };
    const hash = entryHash(forged, two.hash);
    await store.mongo.events.updateOne(entryAt(3), { $set: { cause: 'another', hash } });
    await store.mongo.relationships.updateOne({ _id: id }, { $set: { 'chain.hash': hash } });
    expect(one.sequence).toBe(1);
    await broken('anchored-changed', 3);
  });

  it('the end was cut off together with its head, after it was anchored', async () => {
    await store.anchors.anchor(PARTNER.id);
    const { hash } = await kept(2);
    await store.mongo.events.deleteOne(entryAt(3));
    const chain = { 'chain.sequence': 2, 'chain.hash': hash };
    await store.mongo.relationships.updateOne({ _id: id }, { $set: chain });
    await broken('anchored-missing', 3);
  });

  it('an anchor was removed', async () => {
    await store.anchors.anchor(PARTNER.id);
    await store.passOn();
    await store.mongo.events.deleteOne({ 'what.type': 'anchor' });
    expect(await store.verdict()).toBe('end-missing 2');
  });

  it('everything was rewritten and only a hash that was kept elsewhere says so', async () => {
    const { verify } = store.verification;
    await store.anchors.anchor(PARTNER.id);
    const hash = (await store.entries()).at(-1)?.hash;
    await store.change(inviting('R-C1', 'c'), withCustomer('c'));
    expect(await verify(PARTNER.id, hash)).toMatchObject({ isWhole: true, entries: 7, hasExpected: true });
    const { partners, relationships, events } = store.mongo;
    await Promise.all([partners.deleteMany({}), relationships.deleteMany({}), events.deleteMany({})]);
    await store.partners.save(PARTNER.id, () => ({ ...PARTNER, lifeDays: 9 }), { by: AGENT });
    expect(await verify(PARTNER.id, hash)).toMatchObject({ isWhole: true, entries: 1, hasExpected: false });
  });

  it('nothing of it: what is anchored goes on', async () => {
    await store.anchors.anchor(PARTNER.id);
    await store.anchors.anchor(PARTNER.id);
    const anchors = (await store.entries()).filter(({ what }) => what.type === 'anchor');
    expect(anchors.map(({ what }) => what)).toMatchObject([{ heads: [{}, {}] }]);
    await store.change(inviting('R-C1', 'c'), withCustomer('c'));
    await store.change({ type: 'revoke', by: AGENT, invitationId: 'R-B1' }, { relationshipId: other });
    await store.anchors.anchorAll();
    expect(await store.verdict()).toBe('whole');
  });

  it('nothing of it: a long chain is read while it grows', async () => {
    const { relationshipId } = await store.change(inviting('R-L1', 'l'), withCustomer('l'));
    const growing = (async () => {
      for (let at = 0; at < 40; at += 1) {
        const way = at % 2 ? 'chat' : 'message';
        await store.change({ type: 'share', by: AGENT, invitationId: 'R-L1', way }, { relationshipId });
      }
    })();
    const verdicts: string[] = [];
    while (verdicts.length < 8) verdicts.push(await store.verdict());
    await growing;
    expect(verdicts).toStrictEqual(Array(8).fill('whole'));
    expect(await store.verdict()).toBe('whole');
  });
});
