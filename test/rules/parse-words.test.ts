import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/grammar/nearest.ts';
import { parse } from '../../src/grammar/parse.ts';

describe('words without a key', () => {
  it.each([
    ['the name, then the domain', 'invite Contoso contoso.com'],
    ['the domain, then the name', 'invite contoso.com Contoso'],
  ])('find their argument by their shape: %s', (_, line) => {
    expect(parse(line)).toStrictEqual({
      type: 'command',
      name: 'invite',
      given: { name: 'Contoso', domain: 'contoso.com' },
    });
  });

  it('make one name together', () => {
    expect(parse('invite Contoso Iberia Ltd contoso.com')).toStrictEqual({
      type: 'command',
      name: 'invite',
      given: { name: 'Contoso Iberia Ltd', domain: 'contoso.com' },
    });
  });

  it.each(['S.A.', 'S.L.', 'S.A.U.', 'Inc.'])('leave %s to the company’s name', (form) => {
    expect(parse(`invite Contoso ${form} contoso.com`)).toStrictEqual({
      type: 'command',
      name: 'invite',
      given: { name: `Contoso ${form}`, domain: 'contoso.com' },
    });
  });

  it('make one reason together, after the invitation', () => {
    expect(parse('revoke R-7K2M we asked the wrong person')).toStrictEqual({
      type: 'command',
      name: 'revoke',
      given: { id: 'R-7K2M', reason: 'we asked the wrong person' },
    });
  });

  it.each(['list open mine', 'list mine open', 'lista mías abiertas', 'lista ABIERTAS mias.'])(
    'find the choice they belong to: %s',
    (line) => {
      const parsed = parse(line);
      expect(parsed).toMatchObject({ type: 'command', name: 'list' });
      const given = parsed.type === 'command' ? Object.keys(parsed.given).sort() : [];
      expect(given).toStrictEqual(['filter', 'mine']);
    },
  );

  it('do not replace what has its key', () => {
    expect(parse('customers contoso text:adatum')).toStrictEqual({
      type: 'command',
      name: 'customers',
      given: { text: 'adatum' },
    });
  });
});

describe('greetings and thanks', () => {
  it.each(['hi', 'Hi!', 'hello', 'hey', 'Hello there', 'hola', '¡Hola!', 'HOLA', 'buenas', 'buenos días'])(
    '%s',
    (line) => {
      expect(parse(line)).toStrictEqual({ type: 'greeting' });
    },
  );

  it.each(['thanks', 'Thanks!', 'thank you', 'gracias', '¡Gracias!', 'Gracias, Vínculo'])('%s', (line) => {
    expect(parse(line)).toStrictEqual({ type: 'thanks' });
  });

  it.each(['', ' ', '\n', '\u200b', '\u00a0\t'])('an empty line says nothing', (line) => {
    expect(parse(line)).toStrictEqual({ type: 'nothing' });
  });
});

describe('a mistyped verb', () => {
  it.each([
    ['invtie', ['invite']],
    ['invitr', ['invite']],
    ['invit', ['invite']],
    ['INVITTE!', ['invite']],
    ['stauts', ['status']],
    ['shar', ['share']],
    ['revok', ['revoke']],
    ['custmers', ['customers', 'customer']],
    ['lst', ['list']],
    ['hlep', ['help']],
    ['sett-up', ['setup']],
    ['alarts', ['alerts']],
    ['invitatons', ['invitations']],
    ['invtar', ['invite']],
    ['ayda', ['help']],
    ['compratir', ['share']],
    ['estdo', ['status']],
    ['clentes', ['customers', 'customer']],
    ['revcar', ['revoke']],
    ['alretas', ['alerts']],
    ['configrar', ['setup']],
    ['invitacones', ['invitations']],
  ])('%s gets the nearest', (word, near) => {
    expect(parse(`${word} contoso.com`)).toStrictEqual({ type: 'misunderstood', near });
  });

  it('gets the nearest first, and three at most', () => {
    expect(nearest('invita')).toStrictEqual(['invite']);
    expect(nearest('aler')).toStrictEqual(['alerts']);
    expect(nearest('statup')).toStrictEqual(['status']);
    for (const word of ['lista', 'a', 'set', 'estad', 'invitar', 'on']) {
      expect(nearest(word).length).toBeLessThanOrEqual(3);
    }
  });

  it.each(['banana', 'contoso.com', 'R-7K2M', 'buy milk', '42', 'x', '👍', '…', 'ok'])(
    '%s is near nothing',
    (line) => {
      expect(parse(line)).toStrictEqual({ type: 'misunderstood', near: [] });
    },
  );
});
