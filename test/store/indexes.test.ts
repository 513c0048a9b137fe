import type { ClientSession } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mongo, openMongo } from '../../src/store/mongo.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { databaseUri } from '../support/world/world.ts';

describe('making the indexes', () => {
  let uri: string;
  let mongo: Mongo;
  let stores: Store[];

  beforeEach(() => {
    uri = databaseUri();
    mongo = openMongo(uri);
    stores = Array.from({ length: 4 }, () => createStore(uri));
  });
  afterEach(async () => {
    await mongo.client.db().dropDatabase();
    await Promise.all([mongo, ...stores].map(({ close }) => close()));
  });

  const ensure = () => Promise.all(stores.map(({ ensureIndexes }) => ensureIndexes()));
  const namesIn = async (collection: 'relationships' | 'events' | 'sessions') =>
    (await mongo[collection].indexes()).map(({ name }) => name);

  // As a process that was killed in the middle of it leaves it on the server.
  async function openTransaction(): Promise<ClientSession> {
    const session = mongo.client.startSession();
    session.startTransaction();
    const left = { name: 'left', profile: { tenantIds: ['left'] }, partnerId: 'left', links: [] } as object;
    for (const name of ['partners', 'relationships', 'events', 'cards']) {
      await mongo.client.db().collection(name).insertOne(left, { session });
    }
    return session;
  }

  it('works in an empty database, for several processes at once, and again', async () => {
    await ensure();
    await ensure();
    expect(await namesIn('relationships')).toHaveLength(17);
    expect(await namesIn('events')).toHaveLength(4);
    expect(await namesIn('sessions')).toContain('expiresAt_1');
  });

  it('keeps no index that would let only one customer be without a tenant or an invitation', async () => {
    await ensure();
    const indexes = await mongo.relationships.indexes();
    const keys = indexes.filter(({ unique }) => unique).map(({ key }) => Object.keys(key).join(' '));
    expect(keys.sort()).toEqual(['links.tokenHash', 'partnerId customerKey', 'partnerId links.invitationId']);
  });

  it('waits for no open transaction where none is missing', async () => {
    await ensure();
    const session = await openTransaction();
    try {
      const started = Date.now();
      await ensure();
      expect(Date.now() - started).toBeLessThan(2000);
    } finally {
      await session.abortTransaction();
      await session.endSession();
    }
  });

  it('makes those that are missing where others stand', async () => {
    await ensure();
    await mongo.events.dropIndex('partnerId_1__id_1');
    await ensure();
    expect(await namesIn('events')).toContain('partnerId_1__id_1');
  });

  it('names the one that stands there with another key', async () => {
    await mongo.relationships.createIndex({ updatedAt: 1 }, { name: 'link tokens' });
    await expect(stores[0]?.ensureIndexes()).rejects.toMatchObject({
      message: 'An index cannot be made: link tokens of relationships (IndexKeySpecsConflict)',
      cause: { code: 86 },
    });
  });

  it('names the one that stands there with other options', async () => {
    await mongo.sessions.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 60 });
    await expect(stores[0]?.ensureIndexes()).rejects.toMatchObject({
      message: 'An index cannot be made: expiresAt_1 of sessions (IndexOptionsConflict)',
      cause: { code: 85 },
    });
  });

  it('names the one that stored documents stand against, and makes it once they do not', async () => {
    const twin = { profile: { tenantIds: ['fabrikam'] } } as object;
    await mongo.client
      .db()
      .collection('partners')
      .insertMany([{ ...twin }, { ...twin }]);
    await expect(stores[0]?.ensureIndexes()).rejects.toMatchObject({
      message: 'An index cannot be made: profile.tenantIds_1 of partners (DuplicateKey)',
      cause: { code: 11000 },
    });
    await mongo.partners.deleteMany({});
    await ensure();
  });
});
