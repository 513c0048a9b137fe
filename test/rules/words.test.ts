import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { LANGUAGE_CODES } from '../../src/relationship/language.ts';

type Catalogue = Readonly<Record<string, string>>;

const english = catalogue('en');
const spanish = catalogue('es');
const keys = Object.keys(english);

describe('the two catalogues', () => {
  it('have the same keys, in the same order', () => {
    expect(LANGUAGE_CODES).toStrictEqual(['en', 'es']);
    for (const language of LANGUAGE_CODES) expect(Object.keys(catalogue(language))).toStrictEqual(keys);
  });

  it('say something under every key', () => {
    const empty = keys.filter(
      (key) => (english[key] ?? '').trim() === '' || (spanish[key] ?? '').trim() === '',
    );
    // An input that needs no example.
    expect(empty).toStrictEqual(['placeholder.text']);
  });

  it('leave nothing untranslated but names and examples', () => {
    expect(keys.filter((key) => english[key] === spanish[key])).toStrictEqual([
      'fact.partner',
      'template.name-partner',
      'template.name-portal',
      'report.number',
      'report.count',
      'problem.refused',
      'placeholder.text',
      'placeholder.domain',
      'placeholder.email',
      'placeholder.days',
      'placeholder.day-list',
      'placeholder.id',
      'placeholder.number',
      'placeholder.url',
      'placeholder.page',
      'cloud.usgov',
      'in-cloud.usgov',
      'placeholder.date',
      'history.clock',
      'placeholder.target',
      'doctor.running',
    ]);
  });

  it('can be read, and need the same values for the same words', () => {
    for (const key of keys) {
      expect({ key, needs: argumentsOf(spanish[key] ?? '', 'es') }).toStrictEqual({
        key,
        needs: argumentsOf(english[key] ?? '', 'en'),
      });
    }
  });

  it('have no key twice', () => {
    for (const language of ['en', 'es']) {
      const written = [...text(language).matchAll(/^ {2}"([^"]+)":/gm)].map(([, key]) => key);
      expect(written.filter((key, at) => written.indexOf(key) !== at)).toStrictEqual([]);
    }
  });

  it('use the quotes of their language, so that no pattern quotes by accident', () => {
    const straight = /['"]/;
    expect(keys.filter((key) => straight.test(english[key] ?? ''))).toStrictEqual([]);
    expect(keys.filter((key) => straight.test(spanish[key] ?? ''))).toStrictEqual([]);
    expect(keys.filter((key) => /[«»¿¡]/.test(english[key] ?? ''))).toStrictEqual([]);
    expect(keys.filter((key) => /[“”]/.test(spanish[key] ?? ''))).toStrictEqual([]);
  });

  it('open in Spanish every question and exclamation that they close', () => {
    const unopened = keys.filter((key) => {
      const words = spanish[key] ?? '';
      const count = (mark: string) => words.split(mark).length;
      return count('?') !== count('¿') || count('!') !== count('¡');
    });
    expect(unopened).toStrictEqual([]);
  });

  it('hold no markup: what a name may hold is not rendered, so neither is what surrounds it', () => {
    const markup = /[*_`<>[\]#]|\$\{|\{\{/;
    const plain = (words: string) => words.replaceAll(/\{\w+, plural,.*\}\}/g, '');
    expect(keys.filter((key) => markup.test(plain(english[key] ?? '')))).toStrictEqual([]);
    expect(keys.filter((key) => markup.test(plain(spanish[key] ?? '')))).toStrictEqual([]);
  });
});

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

const LITERAL = 0;
const POUND = 7;

/** What a pattern needs to be said: names, and for plurals the cases that it tells apart. */
function argumentsOf(pattern: string, language: string): readonly string[] {
  const elements = new IntlMessageFormat(pattern, language, undefined, { ignoreTag: true }).getAst();
  return [...new Set(elements.flatMap(argumentOf))].sort();
}

function argumentOf(element: Element): string[] {
  if (element.type === LITERAL || element.type === POUND) return [];
  if (!('options' in element)) return [`{${element.value}}`];
  const cases = Object.keys(element.options).sort().join(' ');
  const inside = Object.values(element.options).flatMap(({ value }) => value.flatMap(argumentOf));
  return [`{${element.value}: ${cases}}`, ...inside];
}

function catalogue(language: string): Catalogue {
  return JSON.parse(text(language));
}

function text(language: string): string {
  return readFileSync(new URL(`../../cards/${language}.json`, import.meta.url), 'utf8');
}
