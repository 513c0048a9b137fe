import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/grammar/commands/table.ts';
import { request, understand } from '../../src/grammar/understand.ts';

type Make = (length: number) => string;

// Lines made to lead a pattern astray; each is about as long as it is told to be.
const hostile: readonly [string, Make][] = [
  ['one endless word', (length) => 'a'.repeat(length)],
  ['punctuation before a letter', (length) => `${'!'.repeat(length - 1)}x`],
  ['opening punctuation', (length) => `${'¡'.repeat(length - 1)}x`],
  ['punctuation after a verb', (length) => `alerts ${'.'.repeat(length - 8)}x`],
  ['quotes', (length) => '"'.repeat(length)],
  ['apostrophes', (length) => `invite ${"'a ".repeat(length / 3 - 3)}`],
  ['keys with unclosed quotes', (length) => `invite ${'a:"'.repeat(length / 3 - 3)}`],
  ['a quote that is never closed', (length) => `invite "${'a '.repeat(length / 2 - 4)}`],
  ['colons', (length) => `invite ${'a:'.repeat(length / 2 - 4)}`],
  ['dashes', (length) => `invite ${'-'.repeat(length - 8)}a`],
  ['many options', (length) => `invite ${'-a '.repeat(length / 3 - 3)}`],
  ['a key of hyphens', (length) => `invite ${'a-'.repeat(length / 2 - 4)}`],
  ['accents upon accents', (length) => `invite a${'\u0301'.repeat(length - 8)}`],
  ['blanks', (length) => `invite${' '.repeat(length - 7)}x`],
  ['many words', (length) => `list ${'!!!!x '.repeat(length / 6 - 1)}`],
  ['dots', (length) => `invite domain:${'.'.repeat(length - 15)}x`],
  ['slashes', (length) => `invite domain:${'/'.repeat(length - 15)}x`],
  ['an endless e-mail', (length) => `invite to:${'a.'.repeat(length / 2 - 6)}@`],
  ['many signs of e-mails', (length) => `invite to:${'a@'.repeat(length / 2 - 5)}`],
  ['days with blanks', (length) => `invite expires:"7${' '.repeat(length - 19)}x"`],
];

describe('a hostile line', () => {
  it.each(hostile)('of %s costs at most eight times as much when it is twice as long', (_, make) => {
    const [short, long] = [make(2000), make(4000)];
    expect(cost(() => understand(long))).toBeLessThan(8 * atLeast(cost(() => understand(short))));
  });

  it.each(hostile)('of %s costs about what an ordinary line of that length costs', (_, make) => {
    const ordinary = `revoke R-7K2M ${'because we changed our minds '.repeat(140)}`.slice(0, 4000);
    const usual = atLeast(cost(() => understand(ordinary)));
    expect(cost(() => understand(make(3990)))).toBeLessThan(50 * usual);
  });

  it.each(hostile)('of %s costs no more from a certain length on', (_, make) => {
    const [whole, cut] = [make(4000), make(50_000)];
    expect(cost(() => understand(cut))).toBeLessThan(8 * atLeast(cost(() => understand(whole))));
  });
});

describe('a hostile form', () => {
  // A form is not cut to the length of a line: a message may hold 256 KB of it.
  const LONG = 10_000;

  it.each([
    ['domain', (length: number) => `${'/'.repeat(length)}x`],
    ['scope', (length: number) => `${'!'.repeat(length)}x`],
    ['lifeDays', (length: number) => `7${' '.repeat(length)}x`],
    ['contact', (length: number) => `${'a.'.repeat(length / 2)}@`],
    ['country', (length: number) => 'e\u0301'.repeat(length / 2)],
    ['name', (length: number) => ' a'.repeat(length / 2)],
  ])('with an endless %s costs about what an ordinary one of that length costs', (argument, make) => {
    const usual = atLeast(cost(() => request('invite', { [argument]: 'ordinary '.repeat(LONG / 9) })));
    expect(cost(() => request('invite', { [argument]: make(LONG) }))).toBeLessThan(20 * usual);
  });
});

describe('any line', () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

  it(`is understood or not, but never throws (1,000 lines of seed ${seed})`, () => {
    const kinds = new Set<string>();
    const draw = generator(seed);
    for (let count = 0; count < 1000; count++) {
      const text = line(draw);
      let kind: string | undefined;
      expect(
        () => {
          kind = understand(text).type;
        },
        `${JSON.stringify(text)}, seed ${seed}`,
      ).not.toThrow();
      if (kind !== undefined) kinds.add(kind);
    }
    // The lines are good ones: they reach commands, forms and nonsense alike.
    expect([...kinds]).toEqual(
      expect.arrayContaining(['form', 'help', 'list', 'customers', 'misunderstood']),
    );
  });
});

/** Processor time in milliseconds; the least of seven attempts, because compiling and collecting garbage are noise. */
function cost(work: () => unknown): number {
  const attempt = () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  return Math.min(...Array.from({ length: 7 }, attempt));
}

// Below a millisecond other things weigh more than the work.
function atLeast(milliseconds: number): number {
  return Math.max(milliseconds, 1);
}

const verbs = COMMANDS.flatMap(([, { words }]) => [...words.en, ...words.es]);
const keys = COMMANDS.flatMap(([, grammar]) => {
  return Object.values(grammar.arguments).flatMap(({ words }) => [...words.en, ...words.es]);
});
const bits = [
  ...'contoso.com R-7K2M ES "Contoso Iberia" « » ‘x’ -- – — : = @ ? . .. % https:// mailto: megan@contoso.com'.split(
    ' ',
  ),
  ...'\u0024{x} {{y}} <at>z</at> __proto__ constructor 👍🏽 \ud800 \udc00 \u0000 \u200b \u202e \n'.split(' '),
  ...['\u00a0', '9'.repeat(400)],
];

function line(draw: () => number): string {
  const pick = (from: readonly string[]) => from[Math.floor(draw() * from.length)] ?? '';
  const word = () => {
    const kind = draw();
    if (kind < 0.3)
      return `${draw() < 0.3 ? '--' : ''}${pick(keys)}${pick([':', '=', ' ', ''])}${pick(bits)}`;
    return kind < 0.4 ? pick(verbs) : pick(bits);
  };
  const rest = Array.from({ length: Math.floor(draw() * 8) }, word);
  const first = draw() < 0.8 ? pick(verbs) : pick(['hola', 'thanks', ...bits]);
  return [first, ...rest].join(pick([' ', ' ', '', '\u00a0']));
}

// mulberry32: small, and the same lines for the same seed everywhere.
function generator(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
