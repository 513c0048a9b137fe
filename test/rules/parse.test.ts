import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/grammar/commands/table.ts';
import { plainText } from '../../src/grammar/line/plain-text.ts';
import { type Parsed, parse } from '../../src/grammar/parse.ts';

// What “invite Contoso” says, however it is written.
const invitation: Parsed = {
  type: 'command',
  name: 'invite',
  given: { name: 'Contoso', domain: 'contoso.com', country: 'ES' },
};

describe('a verb', () => {
  it.each([
    'invite',
    'INVITE',
    'Invite',
    'invite!',
    'invite.',
    'ínvite',
    '¡invita!',
    'invitar',
    'Invitar:',
    '"invite"',
  ])('is known whatever its case, accents, language and punctuation: %s', (verb) => {
    expect(parse(`${verb} Contoso contoso.com country:ES`)).toStrictEqual(invitation);
  });

  it.each(COMMANDS)('%s answers to each of its words, in both languages', (name, { words }) => {
    for (const word of [...words.en, ...words.es]) {
      expect(parse(word)).toStrictEqual({ type: 'command', name, given: {} });
      expect(parse(` ${word.toUpperCase()} `)).toStrictEqual({ type: 'command', name, given: {} });
    }
  });

  it('belongs to one command only', () => {
    const all = COMMANDS.flatMap(([name, { words }]) => {
      return [...new Set([...words.en, ...words.es])].map((word) => [word, name] as const);
    });
    expect(new Map(all).size).toBe(all.length);
  });

  it('must stand first', () => {
    expect(parse('please invite Contoso')).toStrictEqual({ type: 'misunderstood', near: [] });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('is never %s', (word) => {
    expect(parse(word)).toStrictEqual({ type: 'misunderstood', near: [] });
  });
});

describe('quotes', () => {
  it.each([
    ['straight', '"Contoso Iberia"'],
    ['curly', '“Contoso Iberia”'],
    ['German', '„Contoso Iberia“'],
    ['Swedish', '”Contoso Iberia”'],
    ['Spanish', '«Contoso Iberia»'],
    ['double primes', '″Contoso Iberia″'],
    ['straight single', "'Contoso Iberia'"],
    ['curly single', '‘Contoso Iberia’'],
  ])('keep words together: %s', (_, name) => {
    expect(parse(`invite ${name} contoso.com country:ES`)).toStrictEqual({
      ...invitation,
      given: { name: 'Contoso Iberia', domain: 'contoso.com', country: 'ES' },
    });
  });

  it.each([
    'country:"United States"',
    'country="United States"',
    '--country "United States"',
    'país:«United States»',
  ])('keep the words of a value together: %s', (country) => {
    expect(parse(`invite contoso.com ${country}`)).toStrictEqual({
      type: 'command',
      name: 'invite',
      given: { domain: 'contoso.com', country: 'United States' },
    });
  });

  it('keep what looks like a key', () => {
    expect(parse('invite "Re: Contoso" contoso.com country:ES')).toStrictEqual({
      ...invitation,
      given: { name: 'Re: Contoso', domain: 'contoso.com', country: 'ES' },
    });
    expect(parse('customers "country:ES"')).toStrictEqual({
      type: 'command',
      name: 'customers',
      given: { text: 'country:ES' },
    });
  });

  it('make a name of what looks like a domain', () => {
    expect(parse('invite "Contoso.com" contoso.es country:ES')).toStrictEqual({
      ...invitation,
      given: { name: 'Contoso.com', domain: 'contoso.es', country: 'ES' },
    });
  });

  it('keep what looks like an option', () => {
    expect(parse('revoke R-7K2M "--typo" there')).toStrictEqual({
      type: 'command',
      name: 'revoke',
      given: { id: 'R-7K2M', reason: '--typo there' },
    });
  });

  it('leave an apostrophe in a name alone', () => {
    expect(parse('invite O’Neil contoso.com country:ES')).toStrictEqual({
      ...invitation,
      given: { name: "O'Neil", domain: 'contoso.com', country: 'ES' },
    });
  });

  it('that are never closed spoil nothing that follows', () => {
    expect(parse('invite contoso.com country:ES to:megan@contoso.com "Contoso')).toMatchObject({
      type: 'command',
      given: { domain: 'contoso.com', country: 'ES', contact: 'megan@contoso.com' },
    });
  });
});

describe('blanks', () => {
  it.each([
    ['non-breaking', 'invite\u00a0Contoso\u00a0contoso.com\u00a0country:ES'],
    ['narrow', 'invite\u202fContoso\u2009contoso.com\u3000country:ES'],
    ['several', '  invite   Contoso \t contoso.com   country:ES  '],
    ['line breaks', 'invite\nContoso\r\ncontoso.com\u2028country:ES\n'],
    ['zero-width ones', '\ufeffin\u200bvite Con\u200dtoso contoso.com\u200e country:ES\u2060'],
    [
      'with marks of writing direction',
      'invite \u202aContoso\u202c \u2066contoso.com\u2069 country:\u200fES',
    ],
  ])('separate words, or are not there: %s', (_, line) => {
    expect(parse(line)).toStrictEqual(invitation);
  });
});

describe('keys', () => {
  it.each([
    'country:ES',
    'country=ES',
    'country: ES',
    'COUNTRY:ES',
    '--country ES',
    '--country:ES',
    '--country=ES',
    '-country ES',
    '–country ES',
    '—country ES',
    '––country ES',
    'país:ES',
    'pais:ES',
    'país: ES',
    'PAI\u0301S:ES',
    '--país ES',
  ])('may be written %s', (country) => {
    expect(parse(`invite Contoso contoso.com ${country}`)).toStrictEqual(invitation);
    expect(parse(`invitar ${country} Contoso contoso.com`)).toStrictEqual(invitation);
  });

  it('may stand in any order, and may name what else needs no key', () => {
    expect(parse('invite country:ES domain:contoso.com name:Contoso')).toStrictEqual(invitation);
    expect(parse('invitar dominio:contoso.com Contoso pais:ES')).toStrictEqual(invitation);
  });

  it('count the last time when they are given twice', () => {
    expect(parse('invite Contoso contoso.com country:PT country:ES')).toStrictEqual(invitation);
  });

  it('are not what stands before the slashes of a link', () => {
    expect(parse('invite Contoso https://www.contoso.com/ country:ES')).toStrictEqual({
      ...invitation,
      given: { name: 'Contoso', domain: 'https://www.contoso.com/', country: 'ES' },
    });
    expect(parse('setup Fabrikam link:https://partner.microsoft.com/a?b=c:d')).toStrictEqual({
      type: 'command',
      name: 'setup',
      given: { name: 'Fabrikam', link: 'https://partner.microsoft.com/a?b=c:d' },
    });
  });

  it('that nobody knows are said, and everything else is kept', () => {
    expect(parse('invite Contoso contoso.com country:ES colour:blue shape:round')).toStrictEqual({
      type: 'unknown-key',
      name: 'invite',
      given: { name: 'Contoso', domain: 'contoso.com', country: 'ES' },
      key: 'colour',
    });
  });

  it('are unknown even when every object has them', () => {
    expect(parse('invite Contoso contoso.com constructor:x')).toStrictEqual({
      type: 'unknown-key',
      name: 'invite',
      given: { name: 'Contoso', domain: 'contoso.com' },
      key: 'constructor',
    });
  });

  it('of one command are unknown to another', () => {
    expect(parse('share R-7K2M country:ES')).toStrictEqual({
      type: 'unknown-key',
      name: 'share',
      given: { id: 'R-7K2M' },
      key: 'country',
    });
  });
});

describe('plain text', () => {
  it('has straight quotes, plain hyphens, blanks, and nothing invisible', () => {
    expect(plainText('\ufeff “a” ‘b’ «c» – — \u00a0\u202e d\u200b\r\n')).toBe('"a" \'b\' "c" - -   d');
  });

  it('has its accents in one character each', () => {
    expect(plainText('pai\u0301s')).toBe('pa\u00eds');
  });
});
