import fc from 'fast-check';

/** The seed with which this run draws its texts; `SEED=…` draws the same texts again. */
export const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

// Where a hostile link leads; no text of the product contains it.
const EVIL = 'evil.example';
const MARKS = ['\u202e', '\u202d', '\u202b', '\u2067', '\u2066', '\u2068', '\u200f', '\u200e', '\u061c'];
const UNSEEN = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u180e', '\u2063'];
const CONTROLS = ['\u0000', '\u0001', '\u0007', '\u001b[31m', '\u0085', '\u009f', '\u2028', '\u2029', '\r\n'];
const HALVES = ['\ud83d', '\udc00', '\ud800'];

const some = (...texts: string[]) => fc.constantFrom(...texts);
const around = (marks: readonly string[]) =>
  fc.tuple(
    some(...marks),
    some('gnp.exe', 'ecnatsni rof', 'شركة', 'חברה', 'Contoso 12.3'),
    some('', ...marks),
  );
const repeated = (units: readonly string[], min: number, max: number) =>
  fc.tuple(some(...units), fc.integer({ min, max })).map(([unit, times]) => unit.repeat(times));

/** Every kind of text that can do harm where it is shown. */
const KINDS = {
  'Markdown link': some(
    `[Accept](https://${EVIL})`,
    `![x](https://${EVIL}/x.png)`,
    `<https://${EVIL}>`,
    `[a]: ${EVIL}`,
  ),
  Markdown: some(
    '**bold** _it_',
    '# Heading',
    '- one\n- two',
    '1. one',
    '```code```',
    '| a | b |\n|---|---|',
    '~~gone~~',
    '> quote',
  ),
  element: some(
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    `<a href="https://${EVIL}">x</a>`,
    '<iframe srcdoc="<b>x</b>">',
    '<svg/onload=alert(1)>',
    '<style>*{display:none}</style>',
    '<!--',
    '<b>x</b',
    `<meta http-equiv=refresh content=0;url=//${EVIL}>`,
  ),
  'way out of an element': some(
    '"><img src=x>',
    "' onmouseover='alert(1)",
    '</title><svg onload=alert(1)>',
    '</textarea><script>1</script>',
    '--><b>',
    ']]>',
    '</p></div></main>',
  ),
  entity: some('&lt;b&gt; &amp; &#x41;', '&nbsp;&copy', '&#0;&#x202e;', '%3Cscript%3E', '\\u003cb\\u003e'),
  'direction mark': around(MARKS).map((parts) => parts.join('')),
  'unseen character': around(UNSEEN).map((parts) => parts.join('')),
  'ten thousand characters': some('a'.repeat(10_000), 'Contoso '.repeat(1250), '😀'.repeat(5000)),
  'endless word': repeated(['W', 'ﷺ', '漢', 'm.', 'ß'], 60, 118),
  expression: some(
    '\u0024{secret}',
    'x \u0024{$root.title}',
    'x \u0024{title}',
    "\u0024{if(true,'x','y')}",
    'x \u0024{$data}',
    '@{secret}',
    '$(x)',
    '$& $1 $`',
  ),
  'date function': some(
    '{{DATE(2020-01-01T00:00:00Z, SHORT)}}',
    '{{TIME(2020-01-01T00:00:00Z)}}',
    '{{DATE()}}',
  ),
  'message braces': some(
    '{customer, plural, one {x} other {y}}',
    '{partner}',
    "it's # '{'",
    '{0}',
    '{',
    '}}',
    '{n, select, other {',
  ),
  placeholder: some(
    '{{link}}',
    '{{partner}}',
    '{{vínculo}}',
    '<%= it.formToken %>',
    '<%~ it.body %>',
    '{{x',
    '{"type":"TextBlock"}',
  ),
  mention: some('<at>Dana</at>', '<at id="29:1">Everyone</at>', '@Dana', '<at>'),
  'script link': some(
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<b>x</b>',
    'vbscript:x',
    `[x](javascript:alert(1))`,
  ),
  'bare address': some(
    `https://${EVIL}/i/${'A'.repeat(43)}`,
    `www.${EVIL}`,
    `http://${EVIL}`,
    `//${EVIL}`,
    `mallory@${EVIL}`,
    `mailto:mallory@${EVIL}?bcc=x@${EVIL}`,
    'tel:+34600123456',
    '+34 600 123 456',
  ),
  emoji: some('😀', '👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '✓ Accepted', '👍🏽', '🇪🇸', '①②', '️'),
  'combining marks': fc
    .tuple(
      some('a', 'Z', 'e', 'o'),
      fc.oneof(
        fc.array(some('\u0301', '\u0310', '\u0337', '\u0489', '\u0e4a', '\u20dd'), {
          minLength: 3,
          maxLength: 60,
        }),
        repeated(['\u0301', '\u0310'], 20, 60).map((marks) => [marks]),
      ),
    )
    .map(([letter, marks]) => letter + marks.join('')),
  'control character': around(CONTROLS).map((parts) => parts.join('')),
  'half a character': around(HALVES).map((parts) => parts.join('')),
  quote: some('"', "'", '« »', '“x', '\\', '\\"', '`', '‘x’'),
  header: some(
    `\r\nBcc: mallory@${EVIL}`,
    '\n\n<b>',
    '=?utf-8?q?=0ABcc:?=',
    `<mallory@${EVIL}>`,
    `, mallory@${EVIL}`,
    '%0d%0aBcc:',
  ),
  'line breaks': some('one\n\n\n\ntwo', '\n', 'one\rtwo', '\t\t', '   ', 'a\u00a0b'),
} satisfies Record<string, fc.Arbitrary<string>>;

const kinds = Object.values(KINDS) as fc.Arbitrary<string>[];
const usual = some(
  'Contoso',
  'Adatum Iberia, S.L.',
  'Why?',
  'It is too early.',
  'Núñez e Hijos',
  'шляпа',
  '株式会社',
);
const mixed = fc
  .array(fc.oneof({ arbitrary: usual, weight: 1 }, ...kinds.map((arbitrary) => ({ arbitrary, weight: 1 }))), {
    minLength: 2,
    maxLength: 4,
  })
  .chain((parts) => some('', ' ').map((glue) => parts.join(glue)));

/** So many different hostile texts, of every kind and mixed; the same seed gives the same texts. */
export function hostileTexts(count: number, seed = SEED): string[] {
  const each = fc.oneof({ arbitrary: fc.oneof(...kinds), weight: 1 }, { arbitrary: mixed, weight: 2 });
  const texts = [...new Set(fc.sample(each, { numRuns: 2 * count, seed }))];
  if (texts.length < count) throw new Error(`Only ${texts.length} different texts`);
  return texts.slice(0, count);
}
