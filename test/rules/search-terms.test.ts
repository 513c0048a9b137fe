import { describe, expect, it } from 'vitest';
import { searchTerms, searchWords } from '../../src/store/relationships/search-terms.ts';
import { domain } from '../support/given.ts';

const TENANT = '1b5c9f0e-4a57-4d3e-9a6b-2f0c8d7e6a51';

const termsOf = (name: string, facts: { domain?: string; contact?: string } = {}) =>
  searchTerms({
    customer: { name, domain: domain(facts.domain ?? 'fourth-coffee.example'), tenantId: TENANT },
    contact: facts.contact,
    invitationIds: ['R-7K2M', 'R-A1B2C'],
  });

const isFound = (text: string, terms: readonly string[]) => {
  const words = searchWords(text);
  return words.length > 0 && words.every((word) => terms.some((term) => term.startsWith(word)));
};

describe('a customer', () => {
  it.each([
    ['Contoso Iberia', 'contoso'],
    ['Contoso Iberia', 'IBER'],
    ['Contoso Iberia', 'iberia contoso'],
    ['Contoso Iberia', '  con   ib '],
    ['Contoso, Iberia (S.L.)', 'contoso iberia'],
    ['Peña Núñez', 'pena nunez'],
    ['Pena Nunez', 'Peña Núñez'],
    ['Großhandel Weiß', 'grosshandel weiss'],
    ['GROSSHANDEL', 'großhandel'],
    ['Zażółć Łódź', 'zazolc lodz'],
    ['Ørsted Æther', 'orsted aether'],
    ['İstanbul Isı', 'istanbul isi'],
    ['Αθήνα Φως', 'ΑΘΗΝΑ φωσ'],
    ['Нью-Йорк Ёлка', 'елка йорк'],
    ['مُحَمَّد تجارة', 'محمد'],
    ['שָׁלוֹם', 'שלום'],
    ['東京商事株式会社', '商事'],
    ['ﾄｳｷｮｳ Trading', 'トウキョウ'],
    ['บริษัทไทย', 'ไทย'],
    ['한국상사', '한국'],
    ['O’Neil & Sons', "o'neil"],
    ['O’Neil & Sons', 'oneil sons'],
    ['AT&T', 'at&t'],
    ['AT&T', 'att'],
    ['Coca-Cola', 'coca cola'],
    ['Coca Cola', 'coca-cola'],
    ['Contoso S.A.', 'contoso s.a.'],
    ['Contoso SA', 'contoso S.A.'],
    ['Contoso S.A.', 'contoso sa'],
    ['Contoso.com Ltd', 'contoso.com'],
    ['R-Tech', 'r-tech'],
    ['Pizza 🍕 Bar', '🍕'],
    ['Contoso® Group', 'contoso group'],
    ['3M', '3m'],
  ])('with the name %s is found by %s', (name, text) => {
    expect(isFound(text, termsOf(name))).toBe(true);
  });

  it.each([
    'shop.contoso-iberia.co.uk',
    'contoso-iberia',
    'iberia.co',
    'https://www.contoso-iberia.co.uk/',
    'CONTOSO-IBERIA.CO.UK.',
    'megan.bowen+x@contoso.es',
    'megan.b',
    'contoso.es',
    '@contoso.es',
    TENANT,
    TENANT.toUpperCase().slice(0, 13),
    'R-7K2M',
    '#R-7K2M',
    'r7k2m',
    '7k2m',
    '#7K2M',
    'r-a1b2c',
  ])('is found by %s', (text) => {
    const facts = { domain: 'shop.contoso-iberia.co.uk', contact: 'megan.bowen+x@contoso.es' };
    expect(isFound(text, termsOf('Contoso', facts))).toBe(true);
  });

  it('with a domain of its own script is found by it in both forms', () => {
    const terms = termsOf('Contoso', { domain: 'peña.example' });
    for (const text of ['peña.example', 'pena', 'xn--pea-8ma.example', 'PEÑA.EXAMPLE']) {
      expect(isFound(text, terms), text).toBe(true);
    }
  });

  it.each(['ontoso', 'soft', 'contoso fabrikam', '.*', '$state', '', '   ', '…', 'example'])(
    'is not found by %s',
    (text) => {
      expect(isFound(text, termsOf('Contoso'))).toBe(false);
    },
  );

  it('has a bounded number of short terms, none of which begins another', () => {
    for (const name of [
      'a '.repeat(60),
      '東'.repeat(120),
      'x'.repeat(120),
      '東京商事'.repeat(30),
      '👩‍👩‍👧'.repeat(15),
    ]) {
      const terms = termsOf(name, { domain: `${'a-'.repeat(30)}b.example` });
      expect(terms.length).toBeLessThanOrEqual(40);
      expect(Math.max(...terms.map(({ length }) => length))).toBeLessThanOrEqual(64);
      for (const term of terms) {
        expect(terms.filter((other) => other.startsWith(term))).toEqual([term]);
      }
    }
  });

  it('is found by a word that is longer than a term', () => {
    const name = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
    expect(isFound(name, termsOf(name))).toBe(true);
  });
});
