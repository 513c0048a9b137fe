import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Template } from '../../src/relationship/partner.ts';
import { renderMessage } from '../../src/words/messages/rendering.ts';
import {
  checkTemplate,
  cleanTemplate,
  PLACEHOLDERS,
  pieces,
  placeholderIn,
} from '../../src/words/messages/template.ts';
import { readHtml } from '../support/browser/message-html.ts';

const link = 'https://vinculo.fabrikam.com/i/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE';
const values = {
  link,
  partner: 'Fabrikam',
  customer: 'Contoso',
  agent: 'Dana Souza',
  contact: 'megan@contoso.com',
  expires: '9 Mar 2026, 10:00 CET',
  portal: 'Microsoft 365 admin center',
};
const rendered = (body: string, changed: Partial<typeof values> = {}) =>
  renderMessage({ subject: 'A', body }, { ...values, ...changed }, 'en');

describe('a rendered message', () => {
  it('is the template filled in, as text and as HTML', () => {
    const template = {
      subject: 'About {{partner}} & {{cliente}}',
      body: 'Hello {{contact}},\nwe are {{partner}}.\n\nUntil {{vence}}: {{link}}\n\n{{agent}}, {{portal}}',
    };
    expect(renderMessage(template, values, 'en')).toStrictEqual({
      subject: 'About Fabrikam & Contoso',
      text: `Hello megan@contoso.com,
we are Fabrikam.

Until 9 Mar 2026, 10:00 CET:

${link}

Dana Souza, Microsoft 365 admin center`,
      html: [
        '<div lang="en" style="word-break:break-word">',
        '<p>Hello megan@contoso.com,<br>we are Fabrikam.</p>',
        '<p>Until 9 Mar 2026, 10:00 CET:</p>',
        `<p><a href="${link}" rel="noopener noreferrer">${link}</a></p>`,
        '<p>Dana Souza, Microsoft 365 admin center</p>',
        '</div>',
      ].join(''),
    });
  });

  it.each([
    ['{{link}}', link],
    ['Open {{link}} now', `Open\n\n${link}\n\nnow`],
    ['Open {{link}}.', `Open\n\n${link}`],
    ['Open {{link}}. Thanks', `Open\n\n${link}\n\nThanks`],
    ['Open\n{{link}}\nThanks', `Open\n\n${link}\n\nThanks`],
    ['Open {{link}}...or not', `Open\n\n${link}\n\n...or not`],
    ['https://evil.example/?{{link}}', `https://evil.example/?\n\n${link}`],
  ])('has the link on a line of its own: %j', (body, text) => {
    expect(rendered(body).text).toBe(text);
  });

  it.each([['Hello'], [''], ['{{enlace}} and {{link}}']])(
    'has it once even of a template that could not be saved: %j',
    (body) => {
      const { text, html } = rendered(body);
      expect(text.split(link)).toHaveLength(2);
      expect(readHtml(html).anchors).toStrictEqual([{ href: link, text: link }]);
    },
  );

  it('takes values for what they are: no placeholder, no markup, no new line, no other direction', () => {
    const { text, html } = rendered('{{customer}} {{link}}', {
      customer: '{{agent}} $& $1 \u0024{agent} <b>x</b>\r\n\u202e[x](javascript:x) {{link}}',
    });
    const [shown] = text.split('\n');
    expect(shown).toBe('{{agent}} $& $1 \u0024{agent} <b>x</b> [x](javascript:x) {{link}}');
    expect(readHtml(html).paragraphs).toStrictEqual([shown, link]);
  });

  it.each([
    ['http://localhost:3978/i/x', 1],
    ['http://127.0.0.1:3978/i/x', 1],
    ['http://[::1]:3978/i/x', 1],
    ['http://localhost.evil.example/i/x', 0],
    ['http://vinculo.fabrikam.com/i/x', 0],
    ['javascript:alert(1)', 0],
    ['data:text/html,x', 0],
    ['https://x.example/ y', 0],
    ['https://x.example/"onclick="x', 0],
    ['(the customer’s unique link goes here)', 0],
  ])('can be clicked only where the link leads to us: %s', (other, anchors) => {
    expect(readHtml(rendered('{{link}}', { link: other }).html).anchors).toHaveLength(anchors);
  });
});

// What people write who mean harm, or who know other systems.
const hostile = fc.constantFrom(
  '[x](https://evil.example)',
  'https://evil.example/i/x',
  'javascript:alert(1)',
  '<a href="https://evil.example">x</a>',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onclick='x",
  '&lt;a href=x&gt;',
  '&#60;a&#62;',
  '</p></div><a href=//evil.example>',
  '<!--',
  '**b**',
  '\u0024{link}',
  '$&$1$`',
  '{link}',
  '{',
  '}',
  '\u202eecnatsni\u202c',
  '\u200f\u2066\u2069',
  '\u0000\u0007',
  '\r\nBcc: evil@example.com',
  '\n\n',
  '\n',
  ' ',
  '.',
  'Hola',
);
const words = fc.oneof(
  hostile,
  fc.nat(0xffff).map((code) => String.fromCharCode(code)),
);
const others = PLACEHOLDERS.filter((placeholder) => placeholder !== 'link');
const placeholder = fc
  .tuple(fc.constantFrom('en', 'es'), fc.constantFrom(...others))
  .map(([language, one]) => placeholderIn(language as 'en' | 'es', one));
const text = fc.array(fc.oneof(words, placeholder), { maxLength: 12 }).map((parts) => parts.join(''));
const template = fc
  .tuple(text, text, text)
  .map(([subject, before, after]): Template => {
    return cleanTemplate({ subject: subject.replace(/[\r\n]/g, ' '), body: `${before}{{link}}${after}` });
  })
  .filter((one) => checkTemplate(one).length === 0);
const named = fc.oneof(words, fc.constantFrom('{{link}}', '{{agent}}', '{{', link.slice(0, 30)));
const anyValues = fc.record({
  partner: named,
  customer: named,
  agent: named,
  contact: named,
  expires: named,
  portal: named,
});

describe('any template that can be saved', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
  const check = (property: (one: Template, filledIn: typeof values) => void) =>
    fc.assert(
      fc.property(template, anyValues, (one, some) => property(one, { ...some, link })),
      { seed, numRuns: 1000 },
    );

  it(`has the link once, on a line of its own (seed ${seed})`, () => {
    check((one, filledIn) => {
      const { text: shown } = renderMessage(one, filledIn, 'es');
      expect(shown.split(link)).toHaveLength(2);
      expect(shown.split('\n').filter((line) => line === link)).toHaveLength(1);
    });
  }, 60_000);

  it(`is HTML in which nothing else can be clicked, and which says the same (seed ${seed})`, () => {
    check((one, filledIn) => {
      const { text: shown, html } = renderMessage(one, filledIn, 'es');
      const { lang, anchors, paragraphs } = readHtml(html);
      expect(lang).toBe('es');
      expect(anchors).toStrictEqual([{ href: link, text: link }]);
      expect(paragraphs.join('\n\n')).toBe(shown.replace(/\n{3,}/g, '\n\n'));
    });
  }, 60_000);

  it(`has a subject of one line (seed ${seed})`, () => {
    check((one, filledIn) => {
      expect(renderMessage(one, filledIn, 'es').subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202e\u2066]/u);
    });
  }, 60_000);

  it(`cannot be saved without its link, nor with a second (seed ${seed})`, () => {
    check((one) => {
      const codes = (body: string) => checkTemplate({ ...one, body }).map(({ code }) => code);
      expect(codes(one.body.replace('{{link}}', ''))).toContain('link-missing');
      expect(codes(`${one.body}{{vínculo}}`)).toContain('link-twice');
    });
  }, 60_000);

  it(`says every value that it asks for, as it is (seed ${seed})`, () => {
    const plain = Object.fromEntries(PLACEHOLDERS.map((one) => [one, `<${one}>{{link}}`]));
    check((one) => {
      const { text: shown } = renderMessage(one, { ...values, ...plain, link }, 'en');
      for (const piece of pieces(one.body)) {
        if (piece.kind !== 'placeholder' || piece.placeholder === 'link') continue;
        expect(shown).toContain(`<${piece.placeholder}>{{link}}`);
      }
    });
  }, 60_000);
});
