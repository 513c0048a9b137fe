import { describe, expect, it } from 'vitest';
import { countryCode, countryName } from '../../src/words/countries.ts';
import { day, isTimeZone, languageOf, moment, say } from '../../src/words/words.ts';

describe('a point in time', () => {
  const winter = new Date('2026-03-09T09:00:00Z');
  const summer = new Date('2026-07-01T22:30:00Z');

  it.each([
    ['en', 'Europe/Madrid', winter, '9 Mar 2026, 10:00 CET'],
    ['es', 'Europe/Madrid', winter, '9 mar 2026, 10:00 CET'],
    ['en', 'Europe/Madrid', summer, '2 Jul 2026, 00:30 CEST'],
    ['es', 'Europe/Madrid', summer, '2 jul 2026, 00:30 CEST'],
    ['en', 'UTC', summer, '1 Jul 2026, 22:30 UTC'],
    ['es', 'Atlantic/Canary', winter, '9 mar 2026, 09:00 WET'],
    ['en', 'America/New_York', summer, '1 Jul 2026, 18:30 GMT-4'],
    ['es', 'Asia/Kolkata', winter, '9 mar 2026, 14:30 GMT+5:30'],
  ] as const)('is written with its zone: %s, %s', (language, timeZone, at, expected) => {
    expect(moment({ language, timeZone }, at)).toBe(expected);
  });
});

describe('the language of a client', () => {
  it.each([
    ['es', 'es'],
    ['es-ES', 'es'],
    ['es-MX', 'es'],
    ['ES_es', 'es'],
    ['es-419', 'es'],
    ['en', 'en'],
    ['en-US', 'en'],
    ['fr-FR', 'en'],
    ['est', 'en'],
    ['eo', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('%s is %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });
});

describe('a country', () => {
  it.each([
    ['ES', 'ES'],
    ['es', 'ES'],
    ['España', 'ES'],
    ['espana', 'ES'],
    ['ESPAN\u0303A', 'ES'],
    ['spain', 'ES'],
    ['Portugal', 'PT'],
    ['United States', 'US'],
    ['Estados Unidos', 'US'],
    ['estados unidos', 'US'],
    ['Reino Unido', 'GB'],
    ['Países Bajos', 'NL'],
    ['México', 'MX'],
    ['Brasil', 'BR'],
    ['Côte d’Ivoire', 'CI'],
    ["Cote d'Ivoire", 'CI'],
    ['ESP', 'ES'],
    ['gbr', 'GB'],
    ['UK', 'GB'],
    ['RU', 'RU'],
    ['USA', 'US'],
    ['EEUU', 'US'],
    ['EE. UU.', 'US'],
    ['South Korea', 'KR'],
    ['Corea del Sur', 'KR'],
    ['Czech Republic', 'CZ'],
    ['Trinidad and Tobago', 'TT'],
    ['trinidad y tobago', 'TT'],
  ])('is understood by code or by name: %s', (written, code) => {
    expect(countryCode(written)).toBe(code);
  });

  // Their names were names of countries that no longer exist, too.
  it.each([
    ['Germany', 'DE'],
    ['Alemania', 'DE'],
    ['Serbia', 'RS'],
    ['Vietnam', 'VN'],
    ['Yemen', 'YE'],
    ['Zimbabue', 'ZW'],
    ['Vanuatu', 'VU'],
    ['Curaçao', 'CW'],
    ['Myanmar (Burma)', 'MM'],
    ['France', 'FR'],
    ['Rusia', 'RU'],
    ['Timor-Leste', 'TL'],
  ])('has the code of today: %s', (written, code) => {
    expect(countryCode(written)).toBe(code);
  });

  it.each(['DD', 'CS', 'YU', 'SU', 'AN', 'BU', 'TP', 'ZR', 'FX'])(
    'is none that was withdrawn: %s',
    (code) => {
      expect(countryCode(code)).toBeUndefined();
    },
  );

  it.each(['', ' ', 'nonsense', 'E', 'ESX', '724', 'EU', 'UN', 'ZZ', 'XA', 'QO', 'usgov', '419', 'ES,PT'])(
    'is not “%s”',
    (written) => {
      expect(countryCode(written)).toBeUndefined();
    },
  );

  it.each(['ß', 'ﬁ', 'ı', '__proto__', 'constructor'])('is not what only looks like one: %s', (written) => {
    expect(countryCode(written)).toBeUndefined();
  });

  it('is written in the reader’s language', () => {
    expect([countryName('en', 'ES'), countryName('es', 'ES')]).toStrictEqual(['Spain', 'España']);
    expect([countryName('en', 'US'), countryName('es', 'US')]).toStrictEqual([
      'United States',
      'Estados Unidos',
    ]);
  });

  it('is found again under its names in both languages, whichever it is', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const codes = letters
      .flatMap((one) => letters.map((two) => one + two))
      .filter((code) => countryCode(code) === code);
    const names = codes.flatMap((code) => [countryName('en', code), countryName('es', code)]);
    expect(codes.length).toBeGreaterThan(200);
    expect(names.map(countryCode)).toStrictEqual(codes.flatMap((code) => [code, code]));
  });
});

describe('a time zone', () => {
  it.each([
    ['Europe/Madrid', true],
    ['UTC', true],
    ['Nowhere/Town', false],
    ['', false],
    ['<script>', false],
  ])('%s: %s', (text, isKnown) => {
    expect(isTimeZone(text)).toBe(isKnown);
  });
});

describe('a value inside words', () => {
  it.each(['{secret}', '<b>x</b>', "it's", '# {total, plural, other {x}}', '$&', '\\'])(
    'is plain text: %s',
    (name) => {
      expect(say('en', 'alert.viewed-text', { by: name, customer: name, domain: name, at: name })).toBe(
        `${name} of ${name} (${name}) read the request, ${name}.`,
      );
      expect(say('es', 'invitation.summary', { id: 'R-7K2M', customer: name })).toBe(
        `Invitación R-7K2M a ${name}`,
      );
    },
  );

  it('that is missing is a fault of the program, not a hole in the sentence', () => {
    expect(() => say('en', 'invitation.summary', { id: 'R-7K2M' })).toThrow('customer');
  });

  it('is counted as the language counts', () => {
    const titles = [0, 1, 2, 1_000_000].map((total) => say('es', 'list.title', { total }));
    expect(titles).toStrictEqual([
      'Invitaciones',
      '1 invitación',
      '2 invitaciones',
      '1.000.000 invitaciones',
    ]);
  });
});

describe('readers one after the other', () => {
  const at = new Date('2026-07-01T22:30:00Z');
  const readers = ['Europe/Madrid', 'America/New_York'].flatMap((timeZone) =>
    (['en-US', 'en-GB', undefined] as const).map((locale) => ({
      language: 'en' as const,
      timeZone,
      ...(locale ? { locale } : {}),
    })),
  );

  it('each have their own zone and locale, in a moment and in a day', () => {
    const told = () => readers.map((reader) => `${moment(reader, at)} | ${day(reader, at)}`);
    const first = told();
    expect(first).toStrictEqual([
      'Jul 2, 2026, 12:30 AM GMT+2 | Jul 2, 2026',
      '2 Jul 2026, 00:30 CEST | 2 Jul 2026',
      '2 Jul 2026, 00:30 CEST | 2 Jul 2026',
      'Jul 1, 2026, 6:30 PM EDT | Jul 1, 2026',
      '1 Jul 2026, 18:30 GMT-4 | 1 Jul 2026',
      '1 Jul 2026, 18:30 GMT-4 | 1 Jul 2026',
    ]);
    expect(told()).toStrictEqual(first);
  });
});
