import { beforeAll, describe, expect, it } from 'vitest';
import { tenants } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { useDanasChat, useWorld } from '../support/world/use-world.ts';
import { newest } from '../support/world/world.ts';

describe('checking a domain', () => {
  const world = useWorld();
  const { chat, asks } = useDanasChat(world, 'en-US');
  beforeAll(async () => {
    await asks('setup "Fabrikam" country:ES');
  });

  it('says whose it is, and offers to invite', async () => {
    expect(await asks('check contoso.com')).toEqual([
      'contoso.com',
      `Microsoft tenant ${tenants.contoso.id}, public cloud. No relationship with your company yet. Inviting keeps the tenant that the customer has: there is nothing to migrate and one tenant to manage.`,
      '[invite]',
    ]);
    await world.presses(world.dana, chat, { button: buttonOn(chat, 'invite') });
    expect(newest(chat)).toContain('Customer’s domain: contoso.com');
  });

  it('says what is in the way, and offers nothing that would be refused', async () => {
    expect((await asks('comprobar northwind.example', 'es-ES')).slice(1)).toEqual([
      expect.stringMatching(/Tu empresa está en otra nube/),
    ]);
    expect((await asks('check fabrikam.com')).slice(1)).toEqual([
      expect.stringMatching(/It is your own company\.$/),
    ]);
    expect((await asks('check nowhere.example'))[0]).toBe('No Microsoft customer there');
  });

  it('knows the open invitation, and changes nothing', async () => {
    await asks('invite "Contoso" contoso.com country:ES');
    await world.settled();
    const before = await world.db.collection('events').countDocuments();
    expect((await asks('check contoso.com'))[1]).toMatch(/Invitation R-\w{4} is open until /);
    expect(await world.db.collection('events').countDocuments()).toBe(before);
  });
});
