import { describe, expect, it } from 'vitest';
import { customerDomain } from '../../src/relationship/values/customer-domain.ts';

describe('a customer’s domain', () => {
  it.each([
    ['as it is', 'contoso.com', 'contoso.com'],
    ['in capitals', 'CONTOSO.COM', 'contoso.com'],
    ['with blanks around it', '  contoso.com ', 'contoso.com'],
    ['with the dot of a sentence', 'contoso.com.', 'contoso.com'],
    ['with several labels', 'mail.eu.contoso.com', 'mail.eu.contoso.com'],
    ['of Microsoft’s own', 'contoso.onmicrosoft.com', 'contoso.onmicrosoft.com'],
    ['with hyphens inside', 'con-toso--group.com', 'con-toso--group.com'],
    ['with digits', '365.contoso24.com', '365.contoso24.com'],
    ['copied from the address line', 'https://www.contoso.com/', 'contoso.com'],
    ['copied without www', 'http://contoso.com', 'contoso.com'],
    ['copied in capitals', 'HTTPS://WWW.Contoso.com', 'contoso.com'],
    ['that begins with www on purpose', 'www.contoso.com', 'www.contoso.com'],
  ])('is understood %s', (_, written, expected) => {
    expect(customerDomain(written)).toBe(expected);
  });

  it.each([
    ['with an umlaut', 'münchen.de', 'xn--mnchen-3ya.de'],
    ['with an umlaut in capitals', 'MÜNCHEN.DE', 'xn--mnchen-3ya.de'],
    ['with an umlaut of two characters', 'mu\u0308nchen.de', 'xn--mnchen-3ya.de'],
    ['in its ASCII form already', 'xn--mnchen-3ya.de', 'xn--mnchen-3ya.de'],
    ['with an eñe', 'españa.es', 'xn--espaa-rta.es'],
    ['in Japanese', '例え.jp', 'xn--r8jz45g.jp'],
    ['in full-width letters', 'ｃｏｎｔｏｓｏ.com', 'contoso.com'],
  ])('has one ASCII form as its key: %s', (_, written, expected) => {
    expect(customerDomain(written)).toBe(expected);
  });

  it.each([
    ['a zero-width joiner', 'con\u200dtoso.com'],
    ['a zero-width space', 'con\u200btoso.com'],
    ['a soft hyphen', 'con\u00adtoso.com'],
    ['a word joiner', 'contoso\u2060.com'],
    ['a byte order mark inside', 'con\ufefftoso.com'],
    ['a right-to-left override', '\u202emoc.osotnoc'],
    ['a right-to-left mark', 'contoso.com\u200f'],
    ['an ideographic full stop', 'contoso。com'],
    ['a full-width full stop', 'contoso．com'],
    ['a full-width slash', 'contoso.com／'],
    ['a line break', 'contoso.co\nm'],
    ['a blank', 'con toso.com'],
    ['an emoji', '💶.com'],
    ['a percent escape', 'con%74oso.com'],
    ['an underscore', 'con_toso.com'],
  ])('never hides %s', (_, written) => {
    expect(customerDomain(written)).toBeUndefined();
  });

  it.each([
    '127.0.0.1',
    '127.1',
    '0x7f.1',
    '0x7f.0.0.1',
    '0x7f000001',
    '2130706433',
    '1.2.3',
    '1.2.3.4.',
    'contoso.1',
    'contoso.0x7f',
    '::1',
    '[::1]',
  ])('is not an address: %s', (written) => {
    expect(customerDomain(written)).toBeUndefined();
  });

  it.each([
    'https://contoso.com/path',
    'https://contoso.com?x=1',
    'contoso.com?x=1',
    'contoso.com#x',
    'contoso.com:443',
    'user@contoso.com',
    'https://user:secret@contoso.com',
    'https://https://contoso.com',
    'ftp://contoso.com',
    'javascript:alert(1)',
    '//contoso.com',
    'contoso.com\\x',
  ])('is not more of a URL than its host: %s', (written) => {
    expect(customerDomain(written)).toBeUndefined();
  });

  it.each(['', ' ', '.', '..', 'contoso', 'com.', '.com', 'contoso..com', '.contoso.com', 'localhost'])(
    'has at least two labels: “%s”',
    (written) => {
      expect(customerDomain(written)).toBeUndefined();
    },
  );

  it.each(['-contoso.com', 'contoso-.com', 'contoso.-com', 'contoso.com-'])(
    'has no label with a hyphen at its edge: %s',
    (written) => {
      expect(customerDomain(written)).toBeUndefined();
    },
  );

  it('has labels of 63 characters at most', () => {
    expect(customerDomain(`${'a'.repeat(63)}.com`)).toBe(`${'a'.repeat(63)}.com`);
    expect(customerDomain(`${'a'.repeat(64)}.com`)).toBeUndefined();
  });

  it('has 253 characters at most, in its ASCII form', () => {
    const longest = `${`${'a'.repeat(49)}.`.repeat(5)}com`;
    expect([longest.length, customerDomain(longest)]).toStrictEqual([253, longest]);
    expect(customerDomain(`a${longest.slice(0, -3)}info`)).toBeUndefined();
    expect(customerDomain(`${'ü.'.repeat(80)}de`)).toBeUndefined();
    expect(customerDomain(`${'x'.repeat(100_000)}.com`)).toBeUndefined();
  });

  it('does not change when it is read again', () => {
    for (const written of ['münchen.de', 'CONTOSO.COM.', 'https://www.contoso.com/']) {
      const once = customerDomain(written);
      expect(customerDomain(String(once))).toBe(once);
    }
  });
});
