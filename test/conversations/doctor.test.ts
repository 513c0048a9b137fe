import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buttonIn, buttonOn } from '../support/cards/buttons.ts';
import { forgetAll, TWO_PARTNERS } from '../support/world/invited.ts';
import { giveRole, untilSeen } from '../support/world/stored.ts';
import type { TeamsConversation, TeamsPerson } from '../support/world/teams.ts';
import { useDanasChat, useFabrikam } from '../support/world/use-world.ts';
import { newest, read, until } from '../support/world/world.ts';

describe('doctor', () => {
  const world = useFabrikam('setup "Fabrikam" country:ES', () => TWO_PARTNERS);
  const { chat, asks } = useDanasChat(world);

  beforeAll(() => giveRole(world.db, world.dana.tenantId, { objectId: world.lee.objectId, role: 'sales' }));
  beforeEach(() => forgetAll(world));

  const parkedIn = () => world.db.collection('deliveries').countDocuments({ state: 'parked' });

  // Teams takes neither the card nor the short text.
  async function parkDraft(place: TeamsConversation = world.sales): Promise<void> {
    const path = new RegExp(`${place.id}/activities$`);
    world.teams.troubles.push({ method: 'POST', path, status: 413, times: 2 });
    await world.says(world.dana, place, 'invite "Contoso" contoso.com country:ES');
    await until(async () => (await parkedIn()) === 1, 'the draft is parked');
    await world.settled();
  }

  const presses = (person: TeamsPerson, place: TeamsConversation, title: string, card?: unknown) =>
    world.presses(person, place, { button: card ? buttonIn(card, title) : buttonOn(place, title) });

  it('says that all is well, and what runs here, in both languages', async () => {
    expect(await asks('doctor')).toEqual([
      'Diagnosis',
      '✓ Everything is in order',
      ...['Waiting', 'Nothing', 'Parked', 'Nothing', 'Not reachable', 'Nothing'],
      'Versions',
      expect.stringMatching(/^Vínculo 0\.1\.0, Node\.js \d+\.\d+\.\d+, MongoDB \d+\.\d+\.\d+$/),
      '[Look again]',
    ]);
    expect((await asks('diagnóstico', 'es-ES')).slice(0, 2)).toEqual(['Diagnóstico', '✓ Todo está en orden']);
  });

  it('shows a parked message with its place and what Teams said, and has it tried again', async () => {
    await parkDraft();
    const told = await asks('doctor');
    expect(told.slice(0, 4)).toEqual([
      'Diagnosis',
      '⚠ One thing needs attention',
      'One message is parked and no longer tried.',
      'An Admin agent types “doctor” and presses Retry or Skip.',
    ]);
    expect(told).toContain('Parked: no longer tried');
    expect(told).toContain('Message about Contoso');
    expect(told).toContainEqual(
      expect.stringMatching(
        /^A channel \(\w+\) · Tried 2 times · this card is not taken \(Teams answered 413/,
      ),
    );
    world.sales.messages.length = 0;
    const { body } = await presses(world.dana, chat, 'Retry');
    expect(read(body.value)).toContain('✓ It is being tried again.');
    await world.settled();
    expect(newest(world.sales)[0]).toContain('nvitation');
    expect(await parkedIn()).toBe(0);
  });

  it('gives a parked message up, and tells who comes too late', async () => {
    await parkDraft();
    await asks('doctor');
    const [card] = chat.messages.slice(-1).map((one) => one.card);
    const given = await presses(world.dana, chat, 'Skip', card);
    expect(read(given.body.value).slice(0, 3)).toEqual([
      'Diagnosis',
      '✓ It was given up.',
      '✓ Everything is in order',
    ]);
    const late = await presses(world.dana, chat, 'Retry', card);
    expect(read(late.body.value)[1]).toBe('It is no longer parked: somebody was faster.');
  });

  it('calls a channel as people do once Teams has said its name', async () => {
    const { dana, db, sales, says } = world;
    await says(dana, sales, 'help', {
      change: (activity) => {
        activity['conversation'] = { ...(activity['conversation'] as object), name: 'Sales <b>Iberia</b>' };
      },
    });
    await parkDraft();
    expect((await asks('doctor')).join('\n')).toContain('Channel Sales <b>Iberia</b> · Tried 2 times');
    await db.collection('conversations').updateMany({}, { $unset: { name: '' } });
  });

  it('is for Admin agents: a Sales agent’s press changes nothing and is recorded', async () => {
    await parkDraft();
    await asks('doctor');
    const [card] = chat.messages.slice(-1).map((one) => one.card);
    const lees = world.chat(world.lee);
    await world.says(world.lee, lees, 'doctor');
    expect(newest(lees)[0]).toBe('Not with your role');
    for (const title of ['Retry', 'Skip']) {
      const { body } = await presses(world.lee, lees, title, card);
      expect(read(body.value)[0]).toBe('Not with your role');
    }
    expect(await parkedIn()).toBe(1);
    await until(
      async () =>
        (await world.db.collection('events').countDocuments({
          'what.type': 'refused',
          'what.command': 'deliveries',
          'by.objectId': world.lee.objectId,
        })) > 0,
      'the attempt is recorded',
    );
  });

  it('is for the partner’s people, and for what is their partner’s', async () => {
    await parkDraft();
    await asks('doctor');
    const [card] = chat.messages.slice(-1).map((one) => one.card);
    const megans = world.chat(world.megan);
    const customers = await presses(world.megan, megans, 'Skip', card);
    expect(read(customers.body.value)[0]).toBe('That is for partners');
    const others = world.chat(world.stranger);
    await world.says(world.stranger, others, 'setup "Adatum" country:ES');
    await world.says(world.stranger, others, 'doctor');
    expect(newest(others)[1]).toBe('✓ Everything is in order');
    const { body } = await presses(world.stranger, others, 'Skip', card);
    expect(read(body.value)[1]).toBe('It is no longer parked: somebody was faster.');
    expect(await parkedIn()).toBe(1);
  });

  it('is refused before there is a profile as everything else is', async () => {
    await world.db.collection('partners').deleteMany({ 'profile.name': 'Adatum' });
    await untilSeen();
    const others = world.chat(world.stranger);
    await world.says(world.stranger, others, 'doctor');
    expect(newest(others)[0]).toBe('Your company’s profile is missing');
  });
});
