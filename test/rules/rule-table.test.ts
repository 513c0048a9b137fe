import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const TABLES = readFileSync(new URL('../README.md', import.meta.url), 'utf8').split(
  '## Which test proves which rule',
)[1];
const rows = (TABLES ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.endsWith('| proved by |'))
  .map((line) => /^\| (.+?) \| (\S+\.test\.ts) › (.+?) \|$/.exec(line) ?? line);

describe('the tables of rules and edge cases in test/README.md', () => {
  it('name a file and a test in every row', () => {
    expect(rows.filter((row) => typeof row === 'string')).toEqual([]);
    expect(rows.length).toBeGreaterThan(15);
  });

  it('have a row for every rule of the seed', () => {
    const rules = rows.flatMap((row) => /^S\d+(?= )/.exec(row[1] ?? '')?.[0] ?? []);
    expect([...new Set(rules)]).toEqual(Array.from({ length: 15 }, (_, at) => `S${at + 1}`));
  });

  it.each(
    rows.filter((row) => typeof row !== 'string').map(([, what, file = '', name = '']) => [what, file, name]),
  )('name for “%s” a test that exists: %s › %s', (_, file, name) => {
    const source = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
    const begins = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    // A name that ends with figures of the run, such as its seed, is given without them.
    expect(source).toMatch(new RegExp(`\\bit(?:\\.each\\([^;]*?\\))?\\(\\s*(?:'${begins}'|\`${begins} \\()`));
  });
});
