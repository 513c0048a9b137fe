import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { regionOf } from '../../src/relationship/values/region.ts';
import { readMarkets } from '../../src/words/markets.ts';

describe('the table of regions', () => {
  const { regions } = readMarkets();

  it.each([
    ['ES', 'europe'],
    ['PT', 'europe'],
    ['CH', 'europe'],
    ['US', 'united-states'],
    ['BR', 'brazil'],
    ['MX', 'latin-america-caribbean'],
    ['CN', undefined],
    ['XX', undefined],
  ])('knows the region of %s', (country, region) => {
    expect(regionOf(country, regions)).toBe(region);
  });

  it('has every country in one region only', () => {
    const countries = Object.values(regions).flat();
    expect(new Set(countries).size).toBe(countries.length);
  });

  it.each(['{}', '{"regions":{"europe":[]}}', '{"regions":{"europe":["Spain"]}}', '[]'])(
    'stops the start when somebody has broken it: %s',
    (content) => {
      const file = join(tmpdir(), `vinculo-regions-${process.pid}.json`);
      writeFileSync(file, content);
      expect(() => readMarkets(pathToFileURL(file))).toThrow('is not a table of regions');
    },
  );
});
