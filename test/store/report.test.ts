import type { ObjectId } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutcomes } from '../../src/store/relationships/outcomes.ts';
import { examined } from '../support/world/examined.ts';
import { startStore, type TestStore } from '../support/world/store.ts';

const DAY_MS = 86_400_000;
const SENT = 40;

describe('the outcomes of the last days', () => {
  let store: TestStore;

  beforeAll(async () => {
    store = await startStore();
    const now = Date.now();
    await keep('fabrikam', 10_000, 'invitation-shared', now - 90 * DAY_MS);
    await keep('fabrikam', 10_000, 'invitation-drafted', now - DAY_MS);
    await keep('another', 10_000, 'invitation-shared', now - DAY_MS);
    await keep('fabrikam', SENT, 'invitation-shared', now - 2 * DAY_MS);
    await keep('fabrikam', SENT / 2, 'invitation-accepted', now - DAY_MS);
  });
  afterAll(() => store.stop());

  const keep = async (partnerId: string, count: number, type: string, from: number) => {
    const events = Array.from({ length: count }, (_, at) => {
      const event = { type, invitationId: `R-${at}`, at: new Date(from + at) };
      return { partnerId, what: { type: 'event' }, event } as unknown as { _id: ObjectId };
    });
    await store.mongo.client.db().collection('events').insertMany(events);
  };

  it('cost what happened in them, whatever else there is', async () => {
    const found: unknown[] = [];
    const { keys, documents } = await examined(store.mongo.client.db(), 'events', async () => {
      found.push(...(await createOutcomes(store.mongo).ofLast('fabrikam', 30)));
    });
    expect(found).toHaveLength(SENT);
    expect(documents).toBeLessThanOrEqual(SENT + SENT / 2);
    expect(keys).toBeLessThanOrEqual(SENT + SENT / 2 + 20);
  });
});
