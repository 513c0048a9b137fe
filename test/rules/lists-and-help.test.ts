import { describe, expect, it } from 'vitest';
import type { CommandAudience } from '../../src/grammar/commands/command.ts';
import { COMMANDS } from '../../src/grammar/commands/table.ts';
import type { Language } from '../../src/relationship/language.ts';
import type { Relationship } from '../../src/relationship/relationship.ts';
import { helpCard } from '../../src/teams/cards/help-card.ts';
import { type Listing, relationshipsCard } from '../../src/teams/cards/relationships-card.ts';
import { type CardElement, type CardJson, elements, readCard } from '../support/cards/card-rules.ts';
import { contoso, domain, drafted, history, nextMonday, standings, tuesday } from '../support/given.ts';

const reader = (language: Language) => ({ language, timeZone: 'Europe/Madrid' });

const adatum = history({
  ...drafted,
  invitationId: 'R-9Q3D',
  customer: { ...contoso, name: 'Adatum', domain: domain('adatum.com') },
});

const listing: Listing = {
  title: 'list.title',
  empty: 'list.empty',
  rows: [row(adatum), row(standings['an accepted invitation'])],
  total: 2,
  page: 1,
  pageSize: 8,
  again: { command: 'list', given: { filter: 'all', mine: 'everyone' } },
};

function list(changes: Partial<Listing> = {}, language: Language = 'en', now = tuesday): CardJson {
  return relationshipsCard({ ...listing, ...changes }, reader(language), now).attachment.content;
}

describe('a list', () => {
  it('has a row per customer with how things stand, each opening its card', () => {
    expect(readCard(list())).toStrictEqual([
      '2 invitations',
      '[Show Adatum]',
      'Adatum',
      'adatum.com · R-9Q3D · Invited · Dana Souza',
      '✎ Draft – not sent yet',
      '[Show Contoso]',
      'Contoso',
      'contoso.com · R-7K2M · Reseller relationship · Dana Souza',
      '✓ Accepted by Megan Bowen, 3 Mar 2026, 10:00 CET',
    ]);
  });

  it('speaks Spanish', () => {
    expect(readCard(list({ title: 'customers.title' }, 'es'))).toStrictEqual([
      '2 clientes',
      '[Ver Adatum]',
      'Adatum',
      'adatum.com · R-9Q3D · Invitado · Dana Souza',
      '✎ Borrador: aún sin enviar',
      '[Ver Contoso]',
      'Contoso',
      'contoso.com · R-7K2M · Relación de revendedor · Dana Souza',
      '✓ Aceptada por Megan Bowen el 3 mar 2026, 10:00 CET',
    ]);
  });

  it('shows what has expired though nobody has announced it', () => {
    expect(
      readCard(list({ rows: [row(standings['a sent invitation'])], total: 1 }, 'en', nextMonday)),
    ).toStrictEqual([
      '1 invitation',
      '[Show Contoso]',
      'Contoso',
      'contoso.com · R-7K2M · Invited · Dana Souza',
      '◷ Expired 9 Mar 2026, 10:00 CET without an answer',
    ]);
  });

  it.each([
    ['a declined invitation', 'contoso.com · R-7K2M · No relationship · Dana Souza'],
    ['an ended relationship', 'contoso.com · R-7K2M · Relationship ended'],
  ] as const)('says how it stands, given %s', (standing, expected) => {
    expect(readCard(list({ rows: [row(standings[standing])], total: 1 }))[3]).toBe(expected);
  });

  it('says what to do when it is empty', () => {
    expect(readCard(list({ rows: [], total: 0 }))).toStrictEqual([
      'Invitations',
      'No invitation matches. “invite” makes the first one.',
    ]);
    const customers = { title: 'customers.title', empty: 'customers.empty', rows: [], total: 0 } as const;
    expect(readCard(list(customers, 'es'))).toStrictEqual([
      'Clientes',
      'Ningún cliente coincide. «invitar» solicita la relación a un cliente de Microsoft.',
    ]);
  });

  it.each([
    [1, ['Page 1 of 3', '[Next]']],
    [2, ['Page 2 of 3', '[Previous]', '[Next]']],
    [3, ['Page 3 of 3', '[Previous]']],
  ])('has buttons to the pages beside page %i', (page, expected) => {
    const lines = readCard(list({ total: 17, page }));
    expect([lines[0], ...lines.slice(9)]).toStrictEqual(['17 invitations', ...expected]);
  });

  it('turns its page with the command that made it', () => {
    const again = { command: 'list', given: { filter: 'open', mine: 'mine' } };
    const buttons = (list({ total: 17, page: 2, again })['actions'] ?? []) as CardElement[];
    expect(buttons.map(({ data }) => data)).toStrictEqual([
      { command: 'list', filter: 'open', mine: 'mine', page: 1, verb: 'submit' },
      { command: 'list', filter: 'open', mine: 'mine', page: 3, verb: 'submit' },
    ]);
  });

  it('turns from row to row where its rows have a place', () => {
    const turns = (changes: Partial<Listing>) =>
      ((list({ total: 40, ...changes })['actions'] ?? []) as CardElement[]).map(({ data }) => data);
    const of = (page: number, place?: string) => {
      return { ...listing.again.given, command: 'list', verb: 'submit', page, ...(place ? { place } : {}) };
    };
    expect(turns({ page: 1, place: '', next: 'one' })).toStrictEqual([of(2, 'one')]);
    expect(turns({ page: 2, place: 'one', next: 'two' })).toStrictEqual([of(1), of(3, 'one~two')]);
    expect(turns({ page: 3, place: 'one~two' })).toStrictEqual([of(2, 'one')]);
  });

  it.each([
    ['en', 1000, 1, '1,000 invitations', 'Page 1 of 125'],
    ['en', 1001, 1, 'More than 1,000 invitations', 'Page 1'],
    ['es', 1001, 130, 'Más de 1000 invitaciones', 'Página 130'],
    ['en', 9, 3, '9 invitations', 'Page 3'],
  ] as const)('is counted up to 1,000: %s, %i rows, page %i', (...[language, total, page, title, note]) => {
    const lines = readCard(list({ total, page }, language));
    expect([lines[0], lines.find((line) => /^P[aá]g/.test(line))]).toStrictEqual([title, note]);
  });

  it('opens the card of the row that is pressed', () => {
    const [first] = [...elements(list())].flatMap(({ selectAction }) => (selectAction ? [selectAction] : []));
    expect((first as CardElement)['data']).toStrictEqual({
      relationshipId: 'relationship of Adatum',
      invitationId: 'R-9Q3D',
      verb: 'show',
    });
  });
});

describe('help', () => {
  const read = (...asked: Parameters<typeof helpCard>) => readCard(helpCard(...asked).attachment.content);

  it('shows the customer’s people what they can ask, and nothing of the partner’s', () => {
    expect(read('customer', reader('en'))).toStrictEqual([
      'Requests from Microsoft partners',
      'A Microsoft partner can ask your organisation for a reseller relationship. Here you see who asks for what, and answer.',
      'help  what can be asked',
      'invitations  the open requests to your organisation',
      'language  the language in which I answer you',
      'language es',
    ]);
  });

  it('shows the partner’s people what they can ask by subject: the usual with an example, the rest by name', () => {
    expect(read('partner', reader('en'))).toStrictEqual([
      'What you can ask Vínculo',
      'Vínculo asks existing Microsoft customers for a reseller relationship and tells you the moment they answer. In a channel, mention me first.',
      'Invitations',
      'invite  ask an existing Microsoft customer; makes the message and its link',
      'invite "Contoso" contoso.com country:ES to:megan@contoso.com',
      'share  post the customer’s card in this chat',
      'share R-7K2M',
      'status  how an invitation stands',
      'status contoso.com',
      'list  invitations, newest first',
      'list open mine',
      'revoke  withdraw an open invitation',
      'revoke R-7K2M wrong contact',
      'reissue  a new link on the same terms',
      'reissue R-7K2M',
      'Also: remind · extend · reply · handover',
      'Customers',
      'customers  your customers and how things stand',
      'customers contoso',
      'Also: history · check · customer · add · agreement · access · end · report',
      'Company and people',
      'help  what can be asked',
      'setup  your company’s profile, needed once',
      'setup "Fabrikam" country:ES partner-id:1234567 language:en',
      'alerts  make this a sales channel that hears of answers',
      'alerts on accepted,declined',
      'role  give a colleague a role',
      'role @Dana sales',
      'Also: template · doctor · language',
      '“help remind” explains one command. A command without its arguments opens a form. English and Spanish are always understood.',
    ]);
  });

  it.each(['en', 'es'] as const)('names every command of the partner’s once (%s)', (language) => {
    const lines = read('partner', reader(language)).slice(2, -1);
    const named = lines.flatMap((line) => {
      const [, rare] = /^(?:Also|También): (.*)$/.exec(line) ?? [];
      if (rare !== undefined) return rare.split(' · ');
      return line.includes('  ') ? [line.split('  ')[0]] : [];
    });
    const theirs = COMMANDS.filter(([, { audience }]) => audience !== 'customer');
    expect([...named].sort()).toStrictEqual(theirs.map(([, { words }]) => words[language][0]).sort());
  });

  it('shows one command when it is asked about one', () => {
    expect(read('partner', reader('es'), 'invite')).toStrictEqual([
      'Qué puedes pedirle a Vínculo',
      'Vínculo solicita a clientes de Microsoft una relación de revendedor y te avisa en cuanto responden. En un canal, mencióname primero.',
      'invitar  solicita la relación a un cliente de Microsoft; crea el mensaje y su vínculo',
      'invitar "Contoso" contoso.com país:ES para:megan@contoso.com',
      'Para organizaciones que ya tienen Microsoft: clientes de otro partner o de Microsoft directamente. Conservan su inquilino, así que se administra uno solo y no hay nada que migrar.',
    ]);
  });

  it.each<[CommandAudience, 'invite' | 'invitations']>([
    ['customer', 'invite'],
    ['partner', 'invitations'],
  ])('of the %s’s Teams shows what can be asked there when it is asked about “%s”', (audience, topic) => {
    expect(read(audience, reader('en'), topic)).toStrictEqual(read(audience, reader('en')));
  });
});

function row(state: Relationship): Listing['rows'][number] {
  return { relationshipId: `relationship of ${state.customer.name}`, state };
}
