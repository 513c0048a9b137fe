import { describe, expect, it } from 'vitest';
import { table } from '../bench/report.ts';
import { readSettings } from '../bench/settings.ts';
import { median, percentile, rounded, slowestSecond, summed } from '../bench/statistics.ts';

describe('the figures of the benchmark', () => {
  it('have the middle one, or the mean of the two in the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN]);
  });

  it('have the value below which a share lies, and leave their values in order', () => {
    const values = [5, 1, 4, 2, 3];
    expect([percentile(values, 0.5), percentile(values, 0.99), percentile([], 0.5)]).toEqual([
      3,
      5,
      Number.NaN,
    ]);
    expect(values).toEqual([5, 1, 4, 2, 3]);
  });

  it('tell the lowest and the highest round', () => {
    expect(summed([2, 9, 4])).toEqual({ median: 4, low: 2, high: 9 });
  });

  it('find the slowest second between two answers', () => {
    const steady = Array.from({ length: 30 }, (_, at) => at * 100);
    expect(slowestSecond(steady)).toBe(10);
    expect(slowestSecond([...steady, 6000])).toBe(0);
    expect(slowestSecond([0, 10, 20])).toBe(3);
    expect(slowestSecond([])).toBe(0);
  });

  it('are read with three digits', () => {
    expect([1234.5, 12.345, 1.2345, Number.NaN].map(rounded)).toEqual(['1,235', '12.3', '1.23', '–']);
  });

  it('stand below each other', () => {
    const rows = [
      { group: 'turns', name: 'help', figure: '1.00 ms', values: {} },
      { group: 'turns', name: 'a longer name', figure: '2.00 ms', bar: '1x', values: {} },
    ];
    const columns = table(rows)
      .split('\n')
      .map((line) => line.search(/figure|─ {2}─{7}|\d\.00/));
    expect(new Set(columns.filter((_, at) => at !== 1))).toEqual(new Set([columns[0]]));
  });

  it('come from a short run or a long one', () => {
    expect(readSettings([])).toMatchObject({ warmUp: 5000, isQuick: false, only: [] });
    const short = readSettings(['--quick', '--only', 'turns', '--warm-up', '10']);
    expect(short).toMatchObject({ warmUp: 10, isQuick: true, only: ['turns'] });
    expect(() => readSettings(['--nonsense'])).toThrow();
  });
});
