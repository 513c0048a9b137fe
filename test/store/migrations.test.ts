import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mongo, openMongo } from '../../src/store/mongo.ts';
import { createRelationshipQueries } from '../../src/store/relationship-queries.ts';
import { accepted, drafted, history, shared } from '../support/given.ts';
import { databaseUri } from '../support/world.ts';

// What the first version stored: no `customerKey`, and of an active relationship neither origin nor who made it so.
function firstShape(id: string, tenantId: string, events: Parameters<typeof history>) {
  const { origin: _, by: __, ...state } = { origin: '', by: '', ...history(...events) };
  const invitation = { ...state.invitation, id: `R-${id}` };
  return {
    _id: id as never,
    shape: 1,
    partnerId: 'fabrikam',
    version: 1,
    links: [{ tokenHash: `hash of ${id}`, invitationId: `R-${id}` }],
    updatedAt: new Date(),
    state: { ...state, invitation, customer: { ...state.customer, tenantId } },
  };
}

describe('a database of the first version', () => {
  let uri: string;
  let client: MongoClient;
  let mongo: Mongo;

  beforeEach(async () => {
    uri = databaseUri();
    client = await new MongoClient(uri).connect();
    const relationships = client.db().collection('relationships');
    await relationships.createIndex({ partnerId: 1, 'state.customer.tenantId': 1 }, { unique: true });
    await relationships.createIndex(
      { partnerId: 1, 'state.customer.tenantId': 1, 'state.status': 1 },
      { unique: true, partialFilterExpression: { 'state.status': 'invited' } },
    );
    await relationships.createIndex({ 'links.tokenHash': 1 }, { unique: true });
    await relationships.createIndex({ partnerId: 1, 'links.invitationId': 1 }, { unique: true });
    await relationships.insertMany([
      firstShape('OPEN', 'contoso', [drafted, shared]),
      firstShape('YES1', 'woodgrove', [drafted, shared, accepted]),
    ]);
    mongo = openMongo(uri);
  });
  afterEach(async () => {
    await client.db().dropDatabase();
    await Promise.all([client.close(), mongo.close()]);
  });

  it('is read as today’s, with the same meaning, however often it is started on', async () => {
    expect(await mongo.isReady()).toBe(true);
    const again = openMongo(uri);
    expect(await again.isReady()).toBe(true);
    await again.close();
    const queries = createRelationshipQueries(mongo);
    const open = await queries.byTenant('fabrikam', 'contoso');
    expect(open?.state).toMatchObject({ status: 'invited', before: { status: 'none' } });
    expect(open?.state).not.toHaveProperty('origin');
    const active = await queries.byInvitation('fabrikam', 'R-YES1');
    expect(active?.state).toMatchObject({
      status: 'active',
      origin: 'accepted',
      by: { name: 'Megan Bowen' },
    });
    const stored = await mongo.relationships.find().toArray();
    expect(stored.map(({ shape, customerKey }) => [shape, customerKey])).toEqual([
      [2, 'contoso'],
      [2, 'woodgrove'],
    ]);
  });

  it('keeps no index that would let only one customer be without a tenant or an invitation', async () => {
    await mongo.isReady();
    const indexes = await mongo.relationships.indexes();
    const keys = indexes.filter(({ unique }) => unique).map(({ key }) => Object.keys(key).join(' '));
    expect(keys.sort()).toEqual([
      'links.tokenHash',
      'partnerId customerKey',
      'partnerId customerKey state.status',
      'partnerId links.invitationId',
    ]);
  });
});
