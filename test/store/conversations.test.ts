import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation } from '../../src/store/documents.ts';
import { whileFailing } from '../support/world/failing-database.ts';
import { startStore, type TestStore } from '../support/world/store.ts';

describe('a conversation of the bot', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());

  const place = (id: string): Conversation => ({
    id,
    kind: 'personal',
    tenantId: 'fabrikam',
    serviceUrl: 'https://smba.example/emea/',
    botId: '28:bot',
    botName: 'Vínculo',
    personObjectId: 'dana',
  });
  const stored = (id: string) => store.mongo.conversations.findOne({ _id: id });
  /** Whether a refresh of this conversation is written. */
  async function isWritten(conversation: Conversation): Promise<boolean> {
    const long = new Date(0);
    await store.mongo.conversations.updateOne({ _id: conversation.id }, { $set: { lastSeenAt: long } });
    await store.conversations.refresh(conversation);
    const after = await stored(conversation.id);
    return after?.lastSeenAt.getTime() !== long.getTime();
  }

  it('is stored with the first activity, and not written again where nothing is new', async () => {
    const chat = place('a:1');
    await store.conversations.refresh(chat);
    expect(await store.conversations.find('a:1')).toStrictEqual(chat);
    expect(await isWritten(chat)).toBe(false);
  });

  it.each([
    ['another service URL', { serviceUrl: 'https://smba.example/amer/' }],
    ['another name of the bot', { botName: 'Vínculo (test)' }],
    ['another tenant', { tenantId: 'contoso' }],
  ])('is written at once with %s', async (_, change) => {
    await store.conversations.refresh(place('a:2'));
    await store.conversations.refresh({ ...place('a:2'), ...change });
    expect(await store.conversations.find('a:2')).toStrictEqual({ ...place('a:2'), ...change });
    await store.conversations.refresh(place('a:2'));
    expect(await store.conversations.find('a:2')).toStrictEqual(place('a:2'));
  });

  it('is written again after a minute, also where nothing is new', async () => {
    const chat = place('a:3');
    await store.conversations.refresh(chat);
    const clock = vi.spyOn(performance, 'now');
    try {
      clock.mockReturnValue(performance.timeOrigin + 61_000);
      expect(await isWritten(chat)).toBe(true);
      expect(await isWritten(chat)).toBe(false);
    } finally {
      clock.mockRestore();
    }
  });

  it('that was gone is back with the next activity', async () => {
    const chat = place('a:4');
    await store.conversations.refresh(chat);
    await store.conversations.markGone(chat.id, 'BotRemoved');
    expect(await store.conversations.find(chat.id)).toBeUndefined();
    await store.conversations.refresh(chat);
    expect(await store.conversations.find(chat.id)).toStrictEqual(chat);
  });

  it('ends as it was left, however many activities come at the time', async () => {
    const chat = place('a:5');
    await store.conversations.refresh(chat);
    const both = () => [
      store.conversations.markGone(chat.id, 'BotRemoved'),
      store.conversations.refresh(chat),
    ];
    await Promise.all([...both(), ...both()]);
    await store.conversations.refresh(chat);
    expect(await store.conversations.find(chat.id)).toStrictEqual(chat);
  });

  it('that another process marked as gone is back, and new, when the bot is installed again', async () => {
    const chat = place('a:6');
    await store.conversations.refresh(chat);
    await store.mongo.conversations.updateOne({ _id: chat.id }, { $currentDate: { goneAt: true } });
    expect(await store.conversations.remember(chat)).toMatchObject({ isNew: true });
    expect(await store.conversations.remember(chat)).toMatchObject({ isNew: false });
    expect(await store.conversations.find(chat.id)).toStrictEqual(chat);
  });

  it('is written with the next activity when the write failed', async () => {
    const chat = place('a:7');
    await store.mongo.conversations.updateOne({ _id: chat.id }, { $set: { lastSeenAt: new Date(0) } });
    const db = store.mongo.client.db();
    const namespace = `${db.databaseName}.conversations`;
    await whileFailing(db, { failCommands: ['findAndModify'], errorCode: 2, namespace }, () =>
      expect(store.conversations.refresh(chat)).rejects.toThrow(),
    );
    await store.conversations.refresh(chat);
    expect(await store.conversations.find(chat.id)).toStrictEqual(chat);
  });
});
