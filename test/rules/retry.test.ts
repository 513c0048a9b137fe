import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delayAfter } from '../../src/delivery/retry.ts';

describe('the delay before the next attempt', () => {
  it.each([
    [1, 2000],
    [2, 4000],
    [5, 32_000],
    [8, 256_000],
    [9, 300_000],
    [1000, 300_000],
  ])('after %i attempts is %i ms, give or take a fifth', (attempts, ms) => {
    for (let draw = 0; draw < 100; draw++) {
      const delay = delayAfter(attempts);
      expect(delay).toBeGreaterThanOrEqual(ms * 0.8);
      expect(delay).toBeLessThanOrEqual(ms * 1.2);
    }
  });

  it('is never shorter than the other side asks for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(3_600_000), (attempts, asked) => {
        expect(delayAfter(attempts, asked)).toBeGreaterThanOrEqual(asked);
      }),
    );
  });
});
