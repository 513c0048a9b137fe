import { describe, expect, it } from 'vitest';
import { COMMANDS, type CommandName } from '../../src/grammar/commands/table.ts';
import type { Request } from '../../src/grammar/requests.ts';
import { request, understand } from '../../src/grammar/understand.ts';
import { say } from '../../src/words/words.ts';
import { domain } from '../support/given.ts';

describe('the example of', () => {
  const meant: Record<CommandName, Request> = {
    help: { type: 'help' },
    doctor: { type: 'doctor' },
    setup: { type: 'setup', ask: { name: 'Fabrikam', country: 'ES', partnerId: '1234567', language: 'en' } },
    invite: {
      type: 'invite',
      ask: {
        name: 'Contoso',
        domain: domain('contoso.com'),
        country: 'ES',
        scope: 'full',
        contact: 'megan@contoso.com',
        buys: 'unknown',
      },
    },
    check: { type: 'check', domain: domain('contoso.com') },
    customer: { type: 'customer', target: 'contoso.com' },
    add: { type: 'add', ask: { name: 'Contoso', domain: domain('contoso.com'), country: 'ES' } },
    end: { type: 'end', target: 'contoso.com' },
    report: { type: 'report', days: 30 },
    remind: { type: 'remind', id: 'R-7K2M' },
    extend: { type: 'extend', id: 'R-7K2M', days: 7 },
    handover: { type: 'handover', from: '@Dana', to: '@Lee' },
    template: { type: 'template', language: 'en', action: 'preview' },
    language: { type: 'language', language: 'es' },
    share: { type: 'share', id: 'R-7K2M' },
    reissue: { type: 'reissue', id: 'R-7K2M' },
    status: { type: 'status', target: 'contoso.com' },
    list: { type: 'list', filter: 'open', page: 1, mine: true },
    customers: { type: 'customers', text: 'contoso', page: 1 },
    reply: { type: 'reply', id: 'R-7K2M', text: 'your subscriptions stay' },
    revoke: { type: 'revoke', id: 'R-7K2M', reason: 'wrong contact' },
    alerts: { type: 'alerts', isOn: true, topics: ['accepted', 'declined'] },
    agreement: { type: 'agreement', target: 'contoso.com' },
    access: { type: 'access', target: 'contoso.com', access: 'granted' },
    history: { type: 'history', page: 1, target: 'contoso.com' },
    role: { type: 'role', person: '@Dana', role: 'sales' },
    invitations: { type: 'invitations' },
  };
  // What the Spanish examples say differently.
  const inSpanish: Partial<Record<CommandName, Request>> = {
    setup: { type: 'setup', ask: { name: 'Fabrikam', country: 'ES', partnerId: '1234567', language: 'es' } },
    revoke: { type: 'revoke', id: 'R-7K2M', reason: 'contacto equivocado' },
    reply: { type: 'reply', id: 'R-7K2M', text: 'tus suscripciones siguen' },
    template: { type: 'template', language: 'es', action: 'preview' },
    language: { type: 'language', language: 'en' },
  };

  it.each(COMMANDS)('%s asks for it, in both languages', (name, { example }) => {
    expect(understand(example.en)).toStrictEqual(meant[name]);
    expect(understand(example.es)).toStrictEqual(inSpanish[name] ?? meant[name]);
  });

  it.each(COMMANDS)('%s begins with the verb that help shows', (_, { words, example }) => {
    expect(example.en.split(' ')[0]).toBe(words.en[0]);
    expect(example.es.split(' ')[0]).toBe(words.es[0]);
  });
});

describe('asking for an invitation', () => {
  it('can say everything at once', () => {
    const line =
      'invite "Contoso" contoso.com country:Spain cloud:usgov scope:azure to:mailto:megan@contoso.com ' +
      'buys:direct expires:14d lang:Spanish ref:"PO 4411"';
    expect(understand(line)).toStrictEqual({
      type: 'invite',
      ask: {
        name: 'Contoso',
        domain: 'contoso.com',
        country: 'ES',
        cloud: 'usgov',
        scope: 'azure',
        contact: 'megan@contoso.com',
        buys: 'direct',
        lifeDays: 14,
        language: 'es',
        reference: 'PO 4411',
      },
    });
  });

  it('is the same in Spanish', () => {
    const line =
      'invitar «Contoso» contoso.com país:España nube:gobierno alcance:azure para:megan@contoso.com ' +
      'compra:directo vence:"14 días" idioma:español referencia:"PO 4411"';
    const inEnglish =
      'invite "Contoso" contoso.com country:ES cloud:government scope:azure contact:megan@contoso.com ' +
      'buys:direct expires:14 language:es reference:"PO 4411"';
    expect(understand(line)).toStrictEqual(understand(inEnglish));
    expect(understand(line)).toMatchObject({ type: 'invite' });
  });

  it('mixes the languages freely', () => {
    expect(
      understand('invite "Contoso" contoso.com país:Spain compra:other-partner lang:inglés'),
    ).toStrictEqual({
      type: 'invite',
      ask: {
        name: 'Contoso',
        domain: 'contoso.com',
        country: 'ES',
        scope: 'full',
        buys: 'other-partner',
        language: 'en',
      },
    });
  });

  it.each([
    ['7', 7],
    ['7d', 7],
    ['7 days', 7],
    ['1 day', 1],
    ['14días', 14],
    ['14 DIAS', 14],
    ['0', 0],
  ])('understands the days “%s”', (expires, lifeDays) => {
    expect(understand(`invite Contoso contoso.com country:ES expires:"${expires}"`)).toStrictEqual({
      type: 'invite',
      ask: {
        name: 'Contoso',
        domain: 'contoso.com',
        country: 'ES',
        scope: 'full',
        buys: 'unknown',
        lifeDays,
      },
    });
  });
});

describe('the punctuation of a sentence', () => {
  it('does not matter after a value', () => {
    const line = 'invite Contoso contoso.com, country:ES, to:megan@contoso.com, buys:direct, expires:14.';
    expect(understand(line)).toStrictEqual({
      type: 'invite',
      ask: {
        name: 'Contoso',
        domain: 'contoso.com',
        country: 'ES',
        scope: 'full',
        contact: 'megan@contoso.com',
        buys: 'direct',
        lifeDays: 14,
      },
    });
  });
});

describe('asking for a list', () => {
  it.each([
    ['list', 'all', false],
    ['lista', 'all', false],
    ['list all', 'all', false],
    ['list open', 'open', false],
    ['lista abiertas', 'open', false],
    ['lista aceptadas', 'accepted', false],
    ['lista rechazadas mías', 'declined', true],
    ['lista caducadas', 'expired', false],
    ['lista vencidas', 'expired', false],
    ['list mine', 'all', true],
    ['list whose:mine filter:open', 'open', true],
    ['lista de-quién:mías', 'all', true],
    ['lista todos', 'all', false],
  ] as const)('%s', (line, filter, mine) => {
    expect(understand(line)).toStrictEqual({ type: 'list', filter, page: 1, mine });
  });

  it('can ask for a page, as its buttons do', () => {
    expect(request('list', { filter: 'open', mine: 'mine', page: '3' })).toStrictEqual({
      type: 'list',
      filter: 'open',
      page: 3,
      mine: true,
    });
    expect(request('customers', { text: 'contoso', page: '2' })).toStrictEqual({
      type: 'customers',
      text: 'contoso',
      page: 2,
    });
  });

  it('begins at the first page whatever lies before it', () => {
    expect(understand('list page:0')).toStrictEqual({ type: 'list', filter: 'all', page: 1, mine: false });
  });
});

describe('asking for alerts', () => {
  it.each([
    ['alerts on', true, ['accepted', 'declined', 'expired']],
    ['alertas sí', true, ['accepted', 'declined', 'expired']],
    ['alertas SI', true, ['accepted', 'declined', 'expired']],
    ['alertas activar', true, ['accepted', 'declined', 'expired']],
    ['alerts off', false, []],
    ['alertas no', false, []],
    ['alertas desactivar', false, []],
    ['alerts off accepted', false, ['accepted']],
    ['alerts on viewed', true, ['viewed']],
    ['alerts on viewed, Accepted', true, ['accepted', 'viewed']],
    ['alerts on for:declined,expired', true, ['declined', 'expired']],
    ['alertas sí para:"rechazadas y caducadas"', true, ['declined', 'expired']],
    ['alertas sí vistas', true, ['viewed']],
    ['alerts on accepted.', true, ['accepted']],
  ])('%s', (line, isOn, topics) => {
    expect(understand(line)).toStrictEqual({ type: 'alerts', isOn, topics });
  });

  it('asks again when it knows none of the topics', () => {
    expect(understand('alerts on nonsense')).toStrictEqual({
      type: 'form',
      command: 'alerts',
      given: { state: 'on', topics: 'nonsense' },
      problems: [{ argument: 'topics', kind: 'invalid' }],
    });
  });

  it.each(['accepted', 'declined', 'expired', 'viewed'] as const)(
    'understands “%s” in the words in which it is confirmed',
    (topic) => {
      for (const language of ['en', 'es'] as const) {
        const line = `alerts on ${say(language, `topic.${topic}`)}`;
        expect(understand(line)).toStrictEqual({ type: 'alerts', isOn: true, topics: [topic] });
      }
    },
  );
});

describe('asking for help', () => {
  it.each([
    ['help', { type: 'help' }],
    ['?', { type: 'help' }],
    ['ayuda', { type: 'help' }],
    ['help invite', { type: 'help', topic: 'invite' }],
    ['ayuda invitar', { type: 'help', topic: 'invite' }],
    ['help "revocar"', { type: 'help', topic: 'revoke' }],
    ['help list open', { type: 'help', topic: 'list' }],
    ['help help', { type: 'help', topic: 'help' }],
    ['help something', { type: 'help' }],
    ['help constructor', { type: 'help' }],
  ])('%s', (line, expected) => {
    expect(understand(line)).toStrictEqual(expected);
  });
});

describe('a line of more than 4,000 characters', () => {
  const line = (length: number) => 'add "Contoso" contoso.com country:ES'.padEnd(length - 1).concat('!');

  it('is a form to look at, and nothing is done on half of it', () => {
    const given = { name: 'Contoso', domain: 'contoso.com', country: 'ES' };
    expect(understand(line(4000)).type).toBe('add');
    expect(understand(line(4001))).toStrictEqual({ type: 'form', command: 'add', given, problems: [] });
  });
});
