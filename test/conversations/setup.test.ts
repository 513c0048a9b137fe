import { beforeEach, describe, expect, it } from 'vitest';
import { tenants } from '../../src/sandbox/world.ts';
import { buttonOn } from '../support/cards/buttons.ts';
import { elements } from '../support/cards/card-rules.ts';
import { forgetPartners, forgetRoles } from '../support/world/stored.ts';
import { useDanasChat, useWorld } from '../support/world/use-world.ts';
import { newest, read } from '../support/world/world.ts';

const WHOLE =
  'setup "Fabrikam" country:ES partner-id:1234567 language:es authority:member life:10d reminders:3,6 unattended:4 link:https://partner.microsoft.com/x';
const TODAY = [
  'Company name: Fabrikam',
  'Country: Spain',
  'Microsoft cloud: Public',
  'Microsoft Partner ID: 1234567',
  'Language of your channels: Spanish',
  'Who may answer for the customer: Any member',
  'Days an invitation is valid (1–30): 10',
  'Remind after so many days, e.g. 3,6 (empty: never): 3,6',
  'Tell of unattended invitations after so many days (empty: never): 4',
  'Microsoft’s link (at microsoft.com, optional): https://partner.microsoft.com/x',
];

describe('setup', () => {
  const world = useWorld();
  const { chat, asks } = useDanasChat(world);

  beforeEach(async () => {
    chat.messages.length = 0;
    await forgetPartners(world.db);
  });

  const profile = async () => (await world.db.collection('partners').findOne({}))?.['profile'];
  // What a client sends of a form: of an empty input nothing at all.
  const saves = async (change: Record<string, string>) => {
    const inputs = [...elements(chat.messages.at(-1)?.card)].filter(({ type }) =>
      String(type).startsWith('Input.'),
    );
    const standing = Object.fromEntries(inputs.map(({ id, value }) => [String(id), String(value ?? '')]));
    const filled = Object.entries({ ...standing, ...change }).filter(([, value]) => value !== '');
    const button = buttonOn(chat, 'Save');
    const { body } = await world.presses(world.dana, chat, { button, inputs: Object.fromEntries(filled) });
    return read(body.value);
  };

  it('opens a form that has chosen what is usual, before there is a profile', async () => {
    expect(await asks('setup')).toEqual([
      'Your company’s profile',
      'Company name: ',
      'Country: ',
      'Microsoft cloud: Public',
      'Microsoft Partner ID: ',
      'Language of your channels: English',
      'Who may answer for the customer: Contact or administrator',
      'Days an invitation is valid (1–30): 7',
      'Remind after so many days, e.g. 3,6 (empty: never): ',
      'Tell of unattended invitations after so many days (empty: never): ',
      'Microsoft’s link (at microsoft.com, optional): ',
      '[Save]',
      '[Open as a dialog]',
    ]);
    expect((await saves({ name: 'Fabrikam', country: 'Spain' }))[0]).toBe('✓ Profile saved');
  });

  it('opens the form with today’s values, which is the profile again', async () => {
    await asks(WHOLE);
    const before = await profile();
    expect(await asks('setup')).toEqual(['Your company’s profile', ...TODAY, '[Save]', '[Open as a dialog]']);
    expect((await saves({}))[0]).toBe('The profile was like that already');
    expect(await profile()).toEqual(before);
  });

  it.each([
    ['setup life:14d', { lifeDays: 14 }],
    ['configurar vigencia:14d', { lifeDays: 14 }],
    ['setup language:en authority:contact', { language: 'en', authority: 'contact' }],
    ['setup name:"Fabrikam Iberia" country:PT', { name: 'Fabrikam Iberia', country: 'PT' }],
    ['setup country:Portugal', { country: 'PT' }],
    ['setup reminders:2', { reminderDays: [2] }],
    ['setup unattended:5d', { escalationDays: 5 }],
    ['configurar desatendidas:5', { escalationDays: 5 }],
  ])('changes with “%s” just that', async (line, change) => {
    await asks(WHOLE);
    const before = await profile();
    await asks(line);
    expect(await profile()).toEqual({ ...before, ...change });
  });

  it.each([
    ['setup reminders:none', 'reminderDays'],
    ['configurar recordatorios:ninguno', 'reminderDays'],
    ['setup unattended:none', 'escalationDays'],
    ['configurar desatendidas:ninguno', 'escalationDays'],
    ['setup link:none', 'microsoftLink'],
    ['configurar enlace:ninguno', 'microsoftLink'],
    ['setup partner-id:none', 'partnerId'],
  ])('takes away with “%s”', async (line, gone) => {
    await asks(WHOLE);
    const { [gone]: _, ...before } = (await profile()) as Record<string, unknown>;
    await asks(line);
    expect(await profile()).toEqual(before);
  });

  it('takes away what a form was left empty in, and nothing else', async () => {
    await asks(WHOLE);
    const { reminderDays, escalationDays, microsoftLink, partnerId, ...before } = (await profile()) as Record<
      string,
      unknown
    >;
    await asks('setup');
    expect(
      (await saves({ reminderDays: '', escalationDays: '', link: '', partnerId: '', lifeDays: '' }))[0],
    ).toBe('✓ Profile changed');
    expect(await profile()).toEqual(before);
  });

  it('shows the profile as it now is, and what of it has changed', async () => {
    await asks(WHOLE);
    expect(await asks('setup life:1d reminders:none')).toEqual([
      '✓ Profile changed',
      ...['Company', 'Fabrikam', 'Country', 'Spain', 'Microsoft cloud', 'Public'],
      ...['Microsoft Partner ID', '1234567', 'Language of your channels', 'Spanish'],
      ...['Who may answer', 'Any member'],
      ...['Invitations valid for', '1 day (before: 10 days)'],
      ...['Reminders', 'none (before: after 3 and 6 days)'],
      ...['Unattended invitations', 'told of after 4 days'],
      ...['Microsoft’s link', 'partner.microsoft.com/… ft.com/x', '[Change…]'],
    ]);
    expect(await asks('configurar vigencia:3', 'es-ES')).toContain('3 días (antes: 1 día)');
  });

  it.each([
    ['setup lief:14d', '⚠ There is no “lief:” here'],
    ['setup life:soon', '⚠ Not understood: Days an invitation is valid (1–30)'],
    [
      'setup link:https://microsoft.example/x',
      '⚠ Not understood: Microsoft’s link (at microsoft.com, optional)',
    ],
    [
      'setup unattended:31',
      '⚠ Not understood: Tell of unattended invitations after so many days (empty: never)',
    ],
    ['setup life 14', undefined],
    ['setup Contoso', undefined],
  ])('asks again, and changes nothing, after “%s”', async (line, problem) => {
    await asks(WHOLE);
    const before = await profile();
    const lines = await asks(line);
    expect(lines[0]).toBe('Your company’s profile');
    if (problem) expect(lines).toContain(problem);
    expect(lines).toEqual(expect.arrayContaining(['Country: Spain', 'Microsoft Partner ID: 1234567']));
    expect(await profile()).toEqual(before);
  });

  it('keeps a form in its place until it can be saved, with what was written', async () => {
    await asks(WHOLE);
    const before = await profile();
    await asks('setup');
    const lines = await saves({ country: 'Atlantis', name: '', link: '' });
    expect(lines).toEqual([
      'Your company’s profile',
      '⚠ Missing: Company name',
      '⚠ Not understood: Country',
      'Company name: ',
      'Country: Atlantis',
      ...TODAY.slice(2, -1),
      'Microsoft’s link (at microsoft.com, optional): ',
      '[Save]',
      '[Open as a dialog]',
    ]);
    expect(await profile()).toEqual(before);
  });

  it('lets two Admin agents change two things at once', async () => {
    await asks(WHOLE);
    const before = await profile();
    const lines = ['setup life:14d', 'setup authority:contact', 'setup reminders:none', 'setup link:none'];
    await Promise.all(lines.map((line) => world.says(world.dana, world.chat(world.dana), line)));
    const { reminderDays, microsoftLink, ...kept } = before as Record<string, unknown>;
    expect(await profile()).toEqual({ ...kept, lifeDays: 14, authority: 'contact' });
  });

  it.each(['setup', 'setup life:14d', WHOLE])(
    'is for Admin agents: “%s” says which role, and who gives it',
    async (line) => {
      await asks(WHOLE);
      const before = await profile();
      const lees = world.chat(world.lee);
      await world.says(world.lee, lees, line);
      expect(newest(lees)).toEqual([
        'Not with your role',
        'This needs the role Admin agent. An Admin agent of your company can give it to you.',
      ]);
      expect(await profile()).toEqual(before);
      await forgetRoles(world.db);
      const refused = { partnerId: tenants.fabrikam.id, 'what.type': 'refused', 'what.command': 'setup' };
      if (line !== 'setup') expect(await world.db.collection('events').countDocuments(refused)).not.toBe(0);
    },
  );
});
