import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buttonOn } from '../support/cards/buttons.ts';
import type { TeamsConversation } from '../support/world/teams.ts';
import { newest, startWorld, type World } from '../support/world/world.ts';

describe('history', () => {
  let world: World;
  let chat: TeamsConversation;
  let id = '';

  beforeAll(async () => {
    world = await startWorld();
    const { dana, megan, sales, says, presses, settled } = world;
    chat = world.chat(dana);
    await says(dana, chat, 'setup "Fabrikam" country:ES');
    await says(dana, sales, 'invite "Contoso" contoso.com country:ES to:megan@contoso.com');
    await settled();
    id = newest(sales)[0]?.replace('Invitation ', '') ?? '';
    await presses(dana, sales, { button: buttonOn(sales, 'I have sent it') });
    await settled();
    const hers = world.chat(megan);
    await says(megan, hers, 'invitations');
    const inputs = { reason: 'Too **early**' };
    await presses(megan, hers, { button: buttonOn(hers, 'Decline'), inputs });
    await settled();
  });
  afterAll(() => world.stop());

  it('shows every event, the newest first: when, who, what', async () => {
    await world.says(world.dana, chat, 'history contoso.com');
    const when = (who: string) =>
      expect.stringMatching(new RegExp(`^\\d+ \\w+ \\d{4}, \\d\\d:\\d\\d CES?T · ${who}$`));
    expect(newest(chat)).toEqual([
      'History',
      'Contoso',
      `${id}: declined (Too **early**)`,
      when('Megan Bowen'),
      `${id}: sent (by message)`,
      when('Dana Souza'),
      `${id}: invitation created`,
      when('Dana Souza'),
    ]);
  });

  it('is found by an invitation’s id, and told in Spanish', async () => {
    await world.says(world.dana, chat, `historial ${id}`, { locale: 'es-ES' });
    const [title, customer, latest] = newest(chat);
    expect([title, customer, latest]).toEqual(['Historial', 'Contoso', `${id}: rechazada (Too **early**)`]);
  });

  it('needs a role, and is this partner’s only', async () => {
    const { lee, says } = world;
    const open = world.chat(lee);
    await says(lee, open, 'history contoso.com');
    expect(newest(open)[0]).toBe('Not with your role');
    await says(world.dana, chat, 'history adatum.com');
    expect(newest(chat)[0]).toBe('Not found');
  });
});
