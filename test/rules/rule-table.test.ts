import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const table = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const rows = [...table.matchAll(/^\| (S\d+)[^|]*\| (?:\*not yet\*|(\S+\.test\.ts) › (.+?)) \|$/gm)];

describe('the table of rules in test/README.md', () => {
  it('has a row for every rule of the seed', () => {
    const rules = new Set(rows.map(([, rule]) => rule));
    expect([...rules]).toEqual(Array.from({ length: 15 }, (_, at) => `S${at + 1}`));
  });

  it.each(
    rows
      .filter(([, , file]) => file !== undefined)
      .map(([, rule, file = '', name = '']) => [rule, file, name]),
  )('names for %s a test that exists: %s › %s', (_, file, name) => {
    const source = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
    expect(source).toMatch(
      new RegExp(`(?:it|it\\.each\\(.*)\\(\\s*'${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}'`),
    );
  });
});
