import { beforeAll, describe, expect, it } from 'vitest';
import { buttonOn } from '../support/cards/buttons.ts';
import { inviteAndSend, openInvitations } from '../support/world/invited.ts';
import { useDanasChat, useWorld } from '../support/world/use-world.ts';
import { newest } from '../support/world/world.ts';

describe('history', () => {
  const world = useWorld();
  const { chat, asks } = useDanasChat(world);
  let id = '';

  beforeAll(async () => {
    await asks('setup "Fabrikam" country:ES');
    id = (await inviteAndSend(world)).invitationId;
    const { megan, presses, settled } = world;
    const hers = await openInvitations(world, megan);
    const inputs = { reason: 'Too **early**' };
    await presses(megan, hers, { button: buttonOn(hers, 'Decline'), inputs });
    await settled();
  });

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
