import { MongoClient, ObjectId } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAudit } from '../../src/store/audit/transaction.ts';
import { type Mongo, openMongo } from '../../src/store/mongo.ts';
import { createPartners } from '../../src/store/partners.ts';
import { createRelationshipQueries } from '../../src/store/relationships/queries.ts';
import { accepted, dana, drafted, fabrikam, history, shared } from '../support/given.ts';
import { verdictOn } from '../support/world/store.ts';
import { databaseUri } from '../support/world/world.ts';

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

describe('the events of a version that kept no chain', () => {
  let uri: string;
  let client: MongoClient;
  let mongo: Mongo;
  const events = () => client.db().collection('events');

  beforeEach(async () => {
    uri = databaseUri();
    client = await new MongoClient(uri).connect();
    mongo = openMongo(uri);
    await events().insertMany(
      Array.from({ length: 1203 }, (_, at) => ({
        partnerId: at % 3 ? 'fabrikam' : 'woodgrove',
        relationshipId: `r${at}`,
        version: 1,
        event: at % 2 ? drafted : shared,
        cause: null,
        conversationId: null,
        dispatchedAt: new Date(),
      })),
    );
  });
  afterEach(async () => {
    await client.db().dropDatabase();
    await Promise.all([client.close(), mongo.close()]);
  });

  const chain = (partnerId: string) => mongo.audit.find({ partnerId }, { sort: { sequence: 1 } }).toArray();

  it('are chained at the first start, in their order, also by two processes at once', async () => {
    const other = openMongo(uri);
    expect(await Promise.all([mongo.isReady(), other.isReady()])).toEqual([true, true]);
    await other.close();
    expect(await verdictOn(mongo, 'fabrikam')).toBe('whole');
    expect(await verdictOn(mongo, 'woodgrove')).toBe('whole');
    const adopted = await chain('fabrikam');
    const ids = await events()
      .find({ partnerId: 'fabrikam' }, { sort: { _id: 1 } })
      .toArray();
    expect(adopted.map(({ what }) => what)).toMatchObject(
      ids.map(({ _id }) => ({ type: 'event', eventId: _id.toHexString(), isAdopted: true })),
    );
    expect(adopted).toHaveLength(802);
  });

  it('are chained whole where the first start was interrupted', async () => {
    await mongo.isReady();
    const whole = await chain('fabrikam');
    await mongo.chains.deleteMany({});
    await mongo.audit.deleteMany({ sequence: { $gt: 300 } });
    const again = openMongo(uri);
    await again.isReady();
    await again.close();
    expect(await verdictOn(mongo, 'fabrikam')).toBe('whole');
    expect((await chain('fabrikam')).map(({ hash }) => hash)).toStrictEqual(whole.map(({ hash }) => hash));
  });

  it('are chained once: whatever comes without an entry later is named, not adopted', async () => {
    await mongo.isReady();
    const first = await events().findOne({ partnerId: 'fabrikam' });
    const { insertedId } = await events().insertOne({ ...first, _id: new ObjectId() });
    const again = openMongo(uri);
    await again.isReady();
    await again.close();
    expect(await verdictOn(mongo, 'fabrikam')).toBe(`event-added ${insertedId.toHexString()}`);
  });

  it('come before anything else: nothing is recorded in front of them', async () => {
    const audit = createAudit(mongo);
    const early = createPartners(mongo, audit).save('fabrikam', () => fabrikam, { by: dana });
    await expect(early).rejects.toThrow('The earlier events of fabrikam are not chained yet');
    await mongo.isReady();
    await createPartners(mongo, audit).save('fabrikam', () => fabrikam, { by: dana });
    expect(await verdictOn(mongo, 'fabrikam')).toBe('whole');
    expect(await mongo.audit.countDocuments({ partnerId: 'fabrikam' })).toBe(803);
  });
});
