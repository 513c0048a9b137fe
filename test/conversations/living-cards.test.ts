import { describe, expect, it } from 'vitest';
import { whileFailing } from '../support/world/failing-database.ts';
import { invite } from '../support/world/invited.ts';
import { useDanasChat, useFabrikam } from '../support/world/use-world.ts';

const LINE = 'invite "Contoso" contoso.com country:ES to:megan@contoso.com';

describe('a living card', () => {
  const world = useFabrikam();
  const { chat } = useDanasChat(world);

  const remembered = () => world.db.collection('cards').countDocuments({ '_id.conversationId': chat.id });
  const faults = () => world.logged.filter((line) => JSON.parse(line).level >= 50);

  it('that cannot be remembered is answered all the same, and the fault is logged', async () => {
    const { db, dana, says } = world;
    await invite(world, LINE);
    const how = { failCommands: ['update'], errorCode: 2, namespace: `${db.databaseName}.cards` };
    await whileFailing(db, how, async () => {
      expect((await says(dana, chat, 'status contoso.com')).status).toBe(200);
      await expect.poll(faults).toHaveLength(1);
    });
    expect(faults()[0]).toContain('A living card could not be remembered');
    expect(chat.messages.map(({ summary }) => summary)).toEqual([expect.stringMatching(/to Contoso$/)]);
    expect(await remembered()).toBe(0);
  });

  it('is remembered before a stop, also when its answer was the last', async () => {
    const { db, dana, says, stopProgram } = world;
    const slow = { failCommands: ['update'], blockConnection: true, blockTimeMS: 700 };
    await whileFailing(db, { ...slow, namespace: `${db.databaseName}.cards` }, async () => {
      expect((await says(dana, chat, 'status contoso.com')).status).toBe(200);
      expect(await remembered()).toBe(0);
      await stopProgram();
      expect(await remembered()).toBe(1);
    });
  });
});
