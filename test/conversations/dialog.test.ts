import { beforeEach, describe, expect, it } from 'vitest';
import {
  type CardElement,
  type CardJson,
  elements,
  problemOf,
  readCard,
} from '../support/cards/card-rules.ts';
import { contents } from '../support/world/database-contents.ts';
import { forgetPartners } from '../support/world/stored.ts';
import type { TeamsConversation, TeamsPerson } from '../support/world/teams.ts';
import { useWorld } from '../support/world/use-world.ts';
import { newest } from '../support/world/world.ts';

type Step = 'task/fetch' | 'task/submit';
type Data = Readonly<Record<string, unknown>>;
type From = {
  readonly by?: TeamsPerson;
  readonly locale?: string;
  readonly place?: TeamsConversation;
};
type Shown = { readonly title: string; readonly lines: readonly string[]; readonly card: CardJson };

const OPENS = { verb: 'dialog', command: 'setup', msteams: { type: 'task/fetch' } };
const FILLED = { verb: 'submit', command: 'setup', name: 'Fabrikam', country: 'Spain', lifeDays: '14' };

describe('a form as a dialog', () => {
  const world = useWorld();
  let chat: TeamsConversation;

  beforeEach(async () => {
    await forgetPartners(world.db);
    chat = world.chat(world.dana);
    world.logged.length = 0;
  });

  const sends = (
    step: string,
    value: unknown,
    { by = world.dana, locale = 'en-GB', place = chat }: From = {},
  ) => world.send({ ...world.activity(by, place, { locale }), type: 'invoke', name: step, value }, {});
  const asks = async (step: Step, data: Data, from?: From): Promise<Shown | undefined> => {
    const { status, body } = await sends(step, { data, context: { theme: 'dark' } }, from);
    expect(status).toBe(200);
    if (body.task === undefined) return undefined;
    const { type, value } = body.task;
    expect({ type, height: value.height, width: value.width }).toEqual({
      ...{ type: 'continue', height: 'medium', width: 'medium' },
    });
    expect(value.card.contentType).toBe('application/vnd.microsoft.card.adaptive');
    const card = value.card.content as CardJson;
    expect(problemOf(card, value.title)).toBeUndefined();
    // Dialogs know submissions only, and open no dialog of their own.
    const actions = [...elements(card)].filter(({ type: kind }) => String(kind).startsWith('Action.'));
    expect(actions.filter(({ type: kind }) => kind !== 'Action.Submit')).toEqual([]);
    expect(JSON.stringify(actions)).not.toContain('task/fetch');
    return { title: value.title, lines: readCard(card), card };
  };
  // The dialog's own button, with what stands in its inputs and what is changed of that.
  const saves = (shown: Shown | undefined, change: Data = {}) => {
    const all = [...elements(shown?.card)];
    const inputs = all.filter(({ type }) => String(type).startsWith('Input.'));
    const standing = Object.fromEntries(inputs.map(({ id, value }) => [id, value ?? '']));
    const [save] = all.filter(({ type }: CardElement) => type === 'Action.Submit');
    return asks('task/submit', { ...(save?.['data'] as Data), ...standing, ...change });
  };
  const profile = async () => (await world.db.collection('partners').findOne({}))?.['profile'];

  it('opens from the button under the form, and closes with the answer in the conversation', async () => {
    await world.says(world.dana, chat, 'setup');
    const [opener] = [...elements(chat.messages.at(-1)?.card)].filter(({ type }) => type === 'Action.Submit');
    expect(opener?.['title']).toBe('Open as a dialog');
    const shown = await asks('task/fetch', opener?.['data'] as Data);
    expect(shown?.title).toBe('Your company’s profile');
    expect(shown?.lines).toEqual([
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
    ]);
    expect(await saves(shown, { name: 'Fabrikam', country: 'ES' })).toBeUndefined();
    expect(newest(chat)[0]).toBe('✓ Profile saved');
    expect(await profile()).toMatchObject({ name: 'Fabrikam', country: 'ES', lifeDays: 7 });
  });

  it('shows today’s values in the reader’s language, and takes away what is emptied', async () => {
    await world.says(
      world.dana,
      chat,
      'setup "Fabrikam" country:ES reminders:3,6 link:https://admin.microsoft.com/a',
    );
    const shown = await asks('task/fetch', OPENS, { locale: 'es-ES' });
    expect(shown?.title).toBe('Perfil de tu empresa');
    expect(shown?.lines).toEqual(
      expect.arrayContaining([
        'Nombre de la empresa: Fabrikam',
        'País: España',
        'Recordar pasados estos días, p. ej. 3,6 (vacío: nunca): 3,6',
        'Vínculo de Microsoft (en microsoft.com, opcional): https://admin.microsoft.com/a',
      ]),
    );
    expect(await saves(shown, { link: '' })).toBeUndefined();
    expect(await profile()).toMatchObject({ country: 'ES', reminderDays: [3, 6] });
    expect(await profile()).not.toHaveProperty('microsoftLink');
  });

  it('keeps what was typed into the form before', async () => {
    await world.says(world.dana, chat, 'setup "Fabrikam" country:ES');
    const shown = await asks('task/fetch', { ...OPENS, name: 'Fabrikam Iberia' });
    expect(shown?.lines.slice(0, 2)).toEqual(['Company name: Fabrikam Iberia', 'Country: Spain']);
  });

  it('stays open until it can be saved, says what is wrong, and keeps what was written', async () => {
    const shown = await saves(await asks('task/fetch', OPENS), { name: 'Fabrikam', country: 'Atlantis' });
    expect(shown?.lines.slice(0, 3)).toEqual([
      '⚠ Not understood: Country',
      'Company name: Fabrikam',
      'Country: Atlantis',
    ]);
    const again = await saves(shown, { country: 'ES', lifeDays: '99' });
    expect(again?.lines.slice(0, 2)).toEqual([
      '⚠ An invitation can be valid for 1 to 30 days.',
      'Company name: Fabrikam',
    ]);
    expect(again?.lines).toContain('Days an invitation is valid (1–30): 99');
    expect(await profile()).toBeUndefined();
    expect(await saves(again, { lifeDays: '30' })).toBeUndefined();
    expect(await profile()).toMatchObject({ name: 'Fabrikam', country: 'ES', lifeDays: 30 });
  });

  it('says what can be done instead of what was refused, and does it in the conversation', async () => {
    await world.says(world.dana, chat, 'setup "Fabrikam" country:ES');
    await world.says(world.dana, chat, 'invite "Tailspin" tailspintoys.com country:ES');
    const form = await asks('task/fetch', { ...OPENS, command: 'invite', domain: 'tailspintoys.com' });
    const refused = await saves(form, { name: 'Tailspin', country: 'ES' });
    expect(refused?.lines[1]).toMatch(/^⚠ Tailspin has an open invitation: R-/);
    expect(refused?.lines.slice(-2)).toEqual(['[Create invitation]', '[Show invitation]']);
    const [, button] = [...elements(refused?.card)].filter(({ type }) => type === 'Action.Submit');
    expect(await asks('task/submit', button?.['data'] as Data)).toBeUndefined();
    expect(newest(chat)[0]).toMatch(/^Invitation R-/);
  });

  it('checks the role when it is opened, and again when it is sent', async () => {
    await world.says(world.dana, chat, 'setup "Fabrikam" country:ES');
    const before = await profile();
    const refused = 'This needs the role Admin agent. An Admin agent of your company can give it to you.';
    for (const [step, data] of [
      ['task/fetch', OPENS],
      ['task/submit', FILLED],
    ] as const) {
      const shown = await asks(step, data, { by: world.lee, place: world.chat(world.lee) });
      expect(shown).toMatchObject({ title: 'Not with your role' });
      expect(shown?.lines.join(' ')).toContain(refused);
      expect(shown?.lines.join(' ')).not.toContain('Fabrikam');
    }
    expect(await profile()).toEqual(before);
    const attempts = { 'what.type': 'refused', 'what.command': 'setup' };
    await world.settled();
    expect(await world.db.collection('events').countDocuments(attempts)).toBe(1);
  });

  it.each(['invite', 'add', 'agreement', 'role', 'template', 'report', 'alerts'])(
    'is there for “%s” too',
    async (command) => {
      await world.says(world.dana, chat, 'setup "Fabrikam" country:ES');
      const shown = await asks('task/fetch', { verb: 'dialog', command });
      expect(shown?.lines.at(-1)).toMatch(/^\[.+\]$/);
    },
  );

  it('carries out another command than setup as well', async () => {
    await world.says(world.dana, chat, 'setup "Fabrikam" country:ES');
    const shown = await asks('task/fetch', { verb: 'dialog', command: 'invite' });
    const filled = { name: 'Contoso', domain: 'contoso.com', country: 'ES' };
    expect(await saves(shown, filled)).toBeUndefined();
    await world.settled();
    expect(newest(chat)[1]).toBe('Contoso');
    const twice = await saves(shown, filled);
    expect(twice?.lines).toContainEqual(expect.stringMatching(/^⚠ Contoso has an open invitation/));
    expect(twice?.lines).toContain('Customer’s domain: contoso.com');
  });

  it('is answered with the form as a card where a client has no dialogs', async () => {
    await world.submits(world.dana, chat, { button: { verb: 'dialog', data: OPENS } });
    expect(newest(chat).slice(0, 2)).toEqual(['Your company’s profile', 'Company name: ']);
    const { body } = await world.presses(world.dana, chat, { button: { verb: 'dialog', data: OPENS } });
    expect(readCard(body.value)[0]).toBe('Your company’s profile');
  });

  it('says to customers and strangers no more than in a chat', async () => {
    await world.says(world.dana, chat, 'setup "Fabrikam" country:ES');
    const before = await profile();
    for (const step of ['task/fetch', 'task/submit'] as const) {
      const data = step === 'task/fetch' ? OPENS : FILLED;
      const megans = world.chat(world.megan);
      const shown = await asks(step, data, { by: world.megan, place: megans });
      const read = shown?.lines ?? newest(megans);
      expect(read[0]).toBe('That is for partners');
      expect(read.join(' ')).not.toContain('Fabrikam');
    }
    expect(await profile()).toEqual(before);
  });

  it('tells of a fault with a reference, in the dialog', async () => {
    await world.says(world.dana, chat, 'setup "Fabrikam" country:ES');
    world.teams.troubles.push({
      method: 'POST',
      path: /activities$/,
      status: 403,
      code: 'Forbidden',
      times: 1,
    });
    const { status, body } = await sends('task/submit', { data: { ...FILLED, name: 'Fabrikam 2' } });
    expect(status).toBe(200);
    expect(JSON.stringify(body.task)).toMatch(/reference/i);
  });

  const hostile: readonly [string, unknown][] = [
    ['no value', undefined],
    ['a value that is text', 'setup'],
    ['a list', [{ data: OPENS }]],
    ['no data', {}],
    ['data that is null', { data: null }],
    ['data that is text', { data: 'setup' }],
    ['data that is a list', { data: [OPENS] }],
    ['a key of 100 characters', { data: { ...OPENS, ['k'.repeat(100)]: 'x' } }],
  ];
  it.each(hostile)('is refused as a bad request with %s', async (_, value) => {
    for (const step of ['task/fetch', 'task/submit']) {
      const { status } = await sends(step, value);
      expect(status).toBe(400);
    }
    expect(world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });

  it.each(['task/fetched', 'task/', '__proto__', 'config/fetch'])('is no invoke “%s”', async (name) => {
    expect((await sends(name, { data: OPENS })).status).toBe(400);
  });

  const odd: readonly [string, Data][] = [
    ['nothing', {}],
    [
      'the verb of another card',
      { verb: 'accept', relationshipId: crypto.randomUUID(), invitationId: 'R-7K2M' },
    ],
    ['no command', { verb: 'dialog' }],
    ['a command that is none', { verb: 'dialog', command: '__proto__' }],
    ['a command that is an operator', { verb: 'submit', command: { $ne: '' } }],
    ['inputs that are operators', { ...FILLED, name: { $ne: '' }, country: ['ES'] }],
    [
      'inputs that are far too long',
      { ...FILLED, name: 'x'.repeat(9000), link: `https://x.example/${'y'.repeat(9000)}` },
    ],
    ['inputs that nobody asked for', { ...OPENS, __proto__: 'x', constructor: 'x', tenantIds: 'x', id: 'x' }],
    ['an expression', { ...OPENS, name: '{{DATE(2020-01-01)}}', country: '**ES** [x](http://evil)' }],
  ];
  it.each(odd)('answers %s with a card and changes nothing', async (_, data) => {
    await world.says(world.dana, chat, 'setup "Fabrikam" country:ES');
    const records = ['partners', 'relationships', 'events'];
    await world.settled();
    const before = await contents(world.db, records);
    for (const step of ['task/fetch', 'task/submit'] as const) expect(await asks(step, data)).toBeDefined();
    expect(await contents(world.db, records)).toEqual(before);
    expect(world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  });
});
