import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/relationship/language.ts';
import {
  builtInTemplate,
  checkTemplate,
  cleanTemplate,
  LONGEST_BODY,
  PLACEHOLDERS,
  placeholderIn,
  templateOf,
} from '../../src/words/messages/template.ts';
import { fabrikam } from '../support/given.ts';

const LANGUAGES: readonly Language[] = ['en', 'es'];
const fine = { subject: 'About {{partner}}', body: 'Hello,\n\n{{link}}\n\n{{agent}}' };

describe('the built-in message', () => {
  it.each(LANGUAGES)('can be used as it is, and needs no cleaning: %s', (language) => {
    const template = builtInTemplate(language);
    expect(checkTemplate(template)).toStrictEqual([]);
    expect(cleanTemplate(template)).toStrictEqual(template);
  });

  it('writes its placeholders in its own language', () => {
    expect(builtInTemplate('en').subject).toBe(
      '{{partner}} asks for a reseller relationship with {{customer}}',
    );
    expect(builtInTemplate('es').subject).toBe(
      '{{partner}} solicita una relación de revendedor con {{cliente}}',
    );
    expect(builtInTemplate('es').body).toContain('\n\n{{vínculo}}\n\n');
  });
});

describe('a template', () => {
  it.each([
    ['{{link}}'],
    ['{{ LINK }}'],
    ['{{Vínculo}}'],
    ['{{vinculo}}'],
    ['{{enlace}}'],
    ['{{{link}}}'],
    ['{ {{link}} }'],
  ])('has its link however that is written: %s', (link) => {
    expect(checkTemplate({ ...fine, body: `Hello\n${link}` })).toStrictEqual([]);
  });

  it.each(LANGUAGES)('may use every placeholder by its name in either language: %s', (language) => {
    const all = PLACEHOLDERS.map((placeholder) => placeholderIn(language, placeholder));
    expect(checkTemplate({ subject: 'A', body: all.join(' ') })).toStrictEqual([]);
  });

  it.each<[string, Partial<typeof fine>, object]>([
    ['the link', { body: 'Hello' }, { code: 'link-missing' }],
    ['a text', { body: '' }, { code: 'link-missing' }],
    ['a whole link', { body: '{link}' }, { code: 'link-missing' }],
    ['a subject', { subject: '' }, { code: 'subject-empty' }],
    ['a subject', { subject: '  ' }, { code: 'subject-empty' }],
  ])('cannot do without %s: %j', (_, change, problem) => {
    expect(checkTemplate({ ...fine, ...change })).toStrictEqual([problem]);
  });

  it.each<[string, Partial<typeof fine>, object]>([
    ['a second link', { body: '{{link}} {{enlace}}' }, { code: 'link-twice' }],
    ['a link in its subject', { subject: 'A {{link}}' }, { code: 'link-in-subject' }],
    ['a subject of two lines', { subject: 'A\nBcc: b@c.d' }, { code: 'subject-lines' }],
    ['a subject without end', { subject: 'x'.repeat(201) }, { code: 'subject-too-long', most: 200 }],
    ['a text without end', { body: `{{link}}${'x'.repeat(3993)}` }, { code: 'body-too-long', most: 4000 }],
    ['too much to fill in', { body: `{{link}}${'{{partner}}'.repeat(20)}` }, { code: 'filled-too-long' }],
    ['too much for a card', { body: `{{link}}${'漢'.repeat(2400)}` }, { code: 'filled-too-long' }],
    ['open braces', { body: '{{link}} {{agent' }, { code: 'unclosed', excerpt: '{{agent' }],
    ['closing braces', { subject: 'agent}} calls' }, { code: 'unclosed', excerpt: '}} calls' }],
    [
      'braces across lines',
      { body: '{{link}} {{agent\n}}, Fabrikam' },
      { code: 'unclosed', excerpt: '{{agent' },
    ],
    ['an expression', { body: '{{link}} {{1 + 1}}' }, { code: 'unknown-placeholder', name: '1 + 1' }],
    ['nothing in braces', { body: '{{link}} {{}}' }, { code: 'unknown-placeholder', name: '' }],
    [
      'an object’s own words',
      { body: '{{link}}{{constructor}}' },
      { code: 'unknown-placeholder', name: 'constructor' },
    ],
  ])('cannot have %s: %j', (_, change, problem) => {
    expect(checkTemplate({ ...fine, ...change })).toStrictEqual([problem]);
  });

  it.each([
    ['custmer', 'customer'],
    ['Costumer', 'customer'],
    ['clientes', 'customer'],
    ['lnk', 'link'],
    ['vinculos', 'link'],
    ['agent name', undefined],
    ['x', undefined],
    ['name', undefined],
  ])('is told which placeholder was meant by %s', (name, near) => {
    const body = `{{link}} {{${name}}}`;
    expect(checkTemplate({ ...fine, body })).toStrictEqual([
      { code: 'unknown-placeholder', name, ...(near === undefined ? {} : { near }) },
    ]);
  });

  it('is told everything at once, each unknown name once and only so many of them', () => {
    const names = Array.from({ length: 20 }, (_, at) => `{{zzzzz${at}}}`).join('');
    const problems = checkTemplate({ subject: 'A\n{{link}} {{foo}}', body: `{{foo}} {{foo}} ${names} {{` });
    expect(problems.slice(0, 4)).toStrictEqual([
      { code: 'subject-lines' },
      { code: 'link-in-subject' },
      { code: 'link-missing' },
      { code: 'unknown-placeholder', name: 'foo' },
    ]);
    expect(problems).toHaveLength(12);
    expect(problems.at(-1)).toStrictEqual({ code: 'unclosed', excerpt: '{{' });
  });

  it('is as long as it may be and no longer', () => {
    const body = `{{link}}${'x'.repeat(LONGEST_BODY - 8)}`;
    expect(checkTemplate({ subject: 'x'.repeat(200), body })).toStrictEqual([]);
  });
});

describe('cleaning a template', () => {
  it('keeps lines, blank lines and quotes, and takes off what nobody sees', () => {
    expect(
      cleanTemplate({
        subject: '  \u202eAbout\u0007 “us” – ’24\u200b ',
        body: '\r\n«Hola»  \r\n\r\n\r\n\r\n\tbien \u2066x\u2069\rJose\u0301\ud83d\u2028\u{1F468}\u200d\u{1F469}\ufeff\n',
      }),
    ).toStrictEqual({
      subject: 'About “us” – ’24',
      body: '«Hola»\n\n bien x\nJosé\n\u{1F468}\u200d\u{1F469}',
    });
  });

  it('once is enough, and leaves a text that every mail program can be given', () => {
    const nasty = fc.constantFrom(
      '\r',
      '\n',
      ' ',
      '\t',
      '\ud83d',
      '\ude00',
      '\u200b',
      '\u0301',
      '{{',
      '}}',
      'e',
    );
    const text = fc.array(
      fc.oneof(
        nasty,
        fc.nat(0xffff).map((code) => String.fromCharCode(code)),
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(text, text, (above, below) => {
        const cleaned = cleanTemplate({ subject: above.join(''), body: below.join('') });
        expect(cleanTemplate(cleaned)).toStrictEqual(cleaned);
        expect(() => encodeURIComponent(cleaned.body + cleaned.subject)).not.toThrow();
        expect(() => checkTemplate(cleaned)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  it.each([
    ['blanks', ' '.repeat(200_000)],
    ['lines', '\n'.repeat(200_000)],
    ['braces', '{{'.repeat(100_000)],
    ['placeholders', '{{a}}'.repeat(40_000)],
    ['an open placeholder', `{{${'a'.repeat(200_000)}`],
  ])('and checking a hostile form of %s takes no time', (_, text) => {
    const start = performance.now();
    checkTemplate(cleanTemplate({ subject: `${text}x`, body: `x${text}x` }));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('a partner’s message', () => {
  const own = { subject: 'Hola {{cliente}}', body: '{{vínculo}}' };

  it('is its own where it has one, else the built-in one', () => {
    const partner = { ...fabrikam, templates: { es: own } };
    expect(templateOf(partner, 'es')).toBe(own);
    expect(templateOf(partner, 'en')).toStrictEqual(builtInTemplate('en'));
    expect(templateOf(fabrikam, 'es')).toStrictEqual(builtInTemplate('es'));
  });

  it('is never one that has lost its link, whatever is stored', () => {
    const partner = { ...fabrikam, templates: { es: { ...own, body: 'Hola' } } };
    expect(templateOf(partner, 'es')).toStrictEqual(builtInTemplate('es'));
  });
});
