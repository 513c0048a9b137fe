import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/relationship/refusal.ts';
import type { Change } from '../../src/store/relationships/change.ts';
import { cursorText } from '../../src/store/relationships/cursor.ts';
import { eventsIn } from '../../src/store/relationships/notes.ts';
import { tokenHashOf } from '../support/given.ts';
import {
  AGENT,
  answering,
  inviting,
  startStore,
  type TestStore,
  withCustomer,
} from '../support/world/store.ts';

describe('changing a relationship', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());

  const eventsOf = (relationshipId: string) =>
    store.mongo.events.find({ relationshipId }).toArray().then(eventsIn);
  const outcomes = async (changes: Promise<Change>[]) => {
    const settled = await Promise.allSettled(changes);
    const won = settled.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
    const refused = settled.filter((one) => one.status === 'rejected').map(({ reason }) => reason);
    return { won, refused };
  };

  /** Invites a customer and lets the time of the invitation be over; the relationship’s id. */
  const expired = async (id: string, tenantId: string) => {
    const { relationshipId } = await store.change(inviting(id, tenantId, 1), withCustomer(tenantId));
    await store.mongo.relationships.updateOne({ _id: relationshipId }, [
      { $set: { 'state.invitation.expiresAt': '$$NOW' } },
    ]);
    return relationshipId;
  };

  it('stores the state and its event together', async () => {
    const { relationshipId, state } = await store.change(inviting('R-A1', 'a'), withCustomer('a'));
    expect(state.status).toBe('invited');
    const stored = await store.mongo.relationships.findOne({ _id: relationshipId });
    expect(stored).toMatchObject({ version: 1, state: { status: 'invited', invitation: { id: 'R-A1' } } });
    expect((await eventsOf(relationshipId)).map(({ event }) => event.type)).toEqual(['invitation-drafted']);
  });

  it('leaves no trace of a refused command', async () => {
    await store.change(inviting('R-H1', 'h'), withCustomer('h'));
    const refused = store.change(answering('accept', 'R-H1', 'another'), withCustomer('h'));
    await expect(refused).rejects.toThrow(Refusal);
    const stored = await store.mongo.relationships.findOne({ 'state.customer.tenantId': 'h' });
    expect(stored?.version).toBe(1);
    expect(await eventsOf(stored?._id ?? '')).toHaveLength(1);
  });

  it('lets one of two invitations to one customer win, and tells the others of it', async () => {
    const attempts = Array.from({ length: 8 }, (_, at) =>
      store.change(inviting(`R-B${at}`, 'b'), withCustomer('b')),
    );
    const { won, refused } = await outcomes(attempts);
    expect(won).toHaveLength(1);
    expect(refused.map((error) => error.reason?.code)).toEqual(Array(7).fill('already-invited'));
    const [winner] = won;
    expect(new Set(refused.map((error) => error.reason.invitationId))).toEqual(
      new Set([winner?.state.invitation?.id]),
    );
    expect(await store.mongo.relationships.countDocuments({ 'state.customer.tenantId': 'b' })).toBe(1);
  });

  it('lets one of many answers win: one event, and the others learn who it was', async () => {
    const { relationshipId } = await store.change(inviting('R-C1', 'c'), withCustomer('c'));
    const answers = Array.from({ length: 16 }, (_, at) =>
      store.change(answering(at % 2 ? 'accept' : 'decline', 'R-C1', 'c'), { relationshipId }),
    );
    const { won, refused } = await outcomes(answers);
    expect(won).toHaveLength(1);
    expect(refused.map((error) => error.reason?.code)).toEqual(Array(15).fill('invitation-closed'));
    expect(new Set(refused.map((error) => error.reason.invitation.status))).toEqual(
      new Set([won[0]?.state.invitation?.status]),
    );
    expect(await eventsOf(relationshipId)).toHaveLength(2);
  });

  it('gives a redelivered cause the first outcome again, at once or later', async () => {
    const command = inviting('R-D1', 'd');
    const again = { ...command, invitationId: 'R-D2', tokenHash: tokenHashOf('another') };
    const changes = await Promise.all(
      [command, again, again].map((one) => store.change(one, withCustomer('d'), { cause: 'activity 1' })),
    );
    const later = await store.change(again, withCustomer('d'), { cause: 'activity 1' });
    const ids = [...changes, later].map(({ events }) => events.map(({ id }) => id));
    expect(new Set(ids.flat()).size).toBe(1);
    expect([...changes, later].filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
  });

  it('decides expiry by the database’s clock, to the millisecond of the decision', async () => {
    const relationshipId = await expired('R-E1', 'e');
    const late = store.change(answering('accept', 'R-E1', 'e'), { relationshipId });
    await expect(late).rejects.toMatchObject({ reason: { code: 'invitation-over' } });
    expect((await store.dueRelationships.toExpire(10)).map(({ relationshipId: id }) => id)).toEqual([
      relationshipId,
    ]);
    const { state, events } = await store.change(inviting('R-E2', 'e'), withCustomer('e'));
    expect(events.map(({ event }) => event.type)).toEqual(['invitation-expired', 'invitation-drafted']);
    expect(state.invitation?.id).toBe('R-E2');
  });

  it('recognises the links of earlier invitations', async () => {
    await expired('R-I1', 'i');
    await store.change(inviting('R-I2', 'i'), withCustomer('i'));
    const found = await store.queries.byTokenHash(tokenHashOf('hash of R-I1'));
    expect(found).toMatchObject({ invitationId: 'R-I1', state: { invitation: { id: 'R-I2' } } });
    expect(await store.queries.byTokenHash(tokenHashOf('hash of nothing'))).toBeUndefined();
  });

  it('never lets two invitations share a link or an id', async () => {
    await store.change(inviting('R-J1', 'j'), withCustomer('j'));
    const taken = { ...inviting('R-F1', 'f'), tokenHash: tokenHashOf('hash of R-J1') };
    await expect(store.change(taken, withCustomer('f'))).rejects.toThrow('E11000');
    await expect(store.change(inviting('R-J1', 'f'), withCustomer('f'))).rejects.toThrow('E11000');
    expect(await store.mongo.relationships.countDocuments({ 'state.customer.tenantId': 'f' })).toBe(0);
  });

  it('refuses a document of another shape instead of guessing', async () => {
    const { relationshipId } = await store.change(inviting('R-G1', 'g'), withCustomer('g'));
    await store.mongo.relationships.updateOne({ _id: relationshipId }, { $unset: { shape: '' } });
    const revoke = { type: 'revoke', by: AGENT, invitationId: 'R-G1' } as const;
    await expect(store.change(revoke, { relationshipId })).rejects.toThrow(
      'a shape that this version cannot read',
    );
    await expect(store.queries.byId(relationshipId)).rejects.toThrow('a shape that this version cannot read');
    await store.mongo.relationships.deleteOne({ _id: relationshipId });
  });

  it('finds customers by the beginning of a word, read literally', async () => {
    for (const tenantId of ['k', 'l', 'm', 'n'])
      await store.change(inviting(`R-${tenantId}`, tenantId), withCustomer(tenantId));
    const all = { skip: 0, limit: 50 };
    const found = (text: string) => store.queries.customers('fabrikam', { text, ...all });
    expect((await found('CONTOSO')).total).toBeGreaterThan(3);
    expect((await found('contoso.c')).total).toBeGreaterThan(3);
    expect((await found('ontoso')).total).toBe(0);
    expect((await found('.*')).total).toBe(0);
    expect((await found('$state.customer.name')).total).toBe(0);
    expect((await store.queries.customers('somebody else', { text: undefined, ...all })).total).toBe(0);
  });

  it.each([
    'all:contoso\u{10FFFF}',
    'all:contoso\u{10FFFF}\u{10FFFF}',
    'all:contoso\uFFFF',
    'all:zzz',
    '\u0000',
  ])('begins anew, or ends, at a place that somebody made up: %j', async (value) => {
    const after = cursorText({ value, id: '\u{10FFFF}' });
    const asked = { text: 'contoso', skip: 0, limit: 50, after };
    expect((await store.queries.customers('fabrikam', asked)).total).toBeGreaterThan(3);
  });
});
