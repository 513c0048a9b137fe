import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buttonOn } from '../support/cards/buttons.ts';
import { openInvitations } from '../support/world/invited.ts';
import { useDanasChat, useWorld } from '../support/world/use-world.ts';
import { newest } from '../support/world/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('report', () => {
  const world = useWorld();
  const { chat, asks } = useDanasChat(world);

  beforeAll(async () => {
    const { dana, megan, presses, settled } = world;
    await asks('setup "Fabrikam" country:ES');
    for (const line of [
      'invite "Contoso" contoso.com country:ES',
      'invite "Woodgrove" woodgrovebank.com country:PT',
      'invite "Tailspin" tailspintoys.com country:ES',
    ]) {
      await asks(line);
      if (!line.includes('Tailspin')) await presses(dana, chat, { button: buttonOn(chat, 'I have sent it') });
      await settled();
    }
    await asks('setup "Fabrikam" country:ES authority:member');
    const hers = await openInvitations(world, megan);
    await presses(megan, hers, { button: buttonOn(hers, 'Accept Fabrikam') });
    await settled();
    await shift('contoso.com', { 'invitation-shared': 5 * HOUR });
    await shift('woodgrovebank.com', { 'invitation-shared': 4 * DAY });
  });
  // Its events were moved in time, which the audit would name.
  afterAll(() => world.forget());

  // As if it had happened so long ago.
  const shift = async (domain: string, ago: Record<string, number>) => {
    const relationships = world.db.collection<{ _id: string }>('relationships');
    const { _id } = (await relationships.findOne({ 'state.customer.domain': domain })) ?? { _id: '' };
    for (const [type, ms] of Object.entries(ago)) {
      const at = new Date(Date.now() - ms);
      const filter = { relationshipId: _id, 'event.type': type };
      await world.db.collection('events').updateOne(filter, { $set: { 'event.at': at } });
      const open = { _id, 'state.status': 'invited' };
      await relationships.updateOne(open, {
        $set: { 'state.invitation.sentAt': at, 'state.invitation.at': at },
      });
    }
  };

  it('counts what was sent and what became of it, and names what has gone quiet', async () => {
    expect(await asks('report')).toEqual([
      'The last 30 days',
      ...['Sent', '2'],
      ...['Read', '0 (0%)'],
      ...['Accepted', '1 (50%)'],
      ...['Declined', '0 (0%)'],
      ...['Expired', '0 (0%)'],
      ...['Withdrawn or replaced', '0 (0%)'],
      ...['Still open', '1 (50%)'],
      ...['Median time to the answer', '5 hours'],
      'Without an answer for 3 days or more',
      '[Show Woodgrove]',
      'Woodgrove',
      expect.stringMatching(/^woodgrovebank\.com · R-\w{4} · Invited · Dana Souza$/),
      expect.stringMatching(/^→ Sent by Dana Souza, /),
    ]);
  });

  it('counts only what was sent in its time', async () => {
    const lines = await asks('informe 1 día', 'es-ES');
    expect(lines.slice(0, 3)).toEqual(['El último día', 'Enviadas', '1']);
    expect(lines.slice(15, 17)).toEqual(['Mediana hasta la respuesta', '5 horas']);
  });

  it('opens the card of what has gone quiet', async () => {
    await asks('report');
    await world.presses(world.dana, chat, { button: buttonOn(chat, 'Show Woodgrove') });
    expect(newest(chat)[1]).toBe('Woodgrove');
  });

  it('needs a role, and knows this partner’s only', async () => {
    const open = world.chat(world.lee);
    await world.says(world.lee, open, 'report');
    expect(newest(open)[0]).toBe('Not with your role');
  });

  it('has nothing to say of an impossible period', async () => {
    expect((await asks('report 0d')).slice(0, 2)).toEqual(['Report', '⚠ Not understood: Days']);
  });
});
