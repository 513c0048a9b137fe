import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verificationCode } from '../../src/relationship/values/verification-code.ts';
import { tokenHashOf } from '../support/given.ts';

const hash = (text: string) => tokenHashOf(createHash('sha256').update(text).digest('hex'));

describe('the verification code of a link', () => {
  it('is the same whoever looks, and six characters that can be read aloud', () => {
    const codes = Array.from({ length: 2000 }, (_, at) => verificationCode(hash(`${at}`)));
    for (const code of codes) expect(code).toMatch(/^[2-9CDFGHJKMNPQRTVWXY]{3}-[2-9CDFGHJKMNPQRTVWXY]{3}$/);
    expect(codes.map((_, at) => verificationCode(hash(`${at}`)))).toEqual(codes);
    expect(new Set(codes).size).toBe(2000);
  });

  it('takes every character about equally often', () => {
    const seen = new Map<string, number>();
    for (let at = 0; at < 5000; at++) {
      for (const one of verificationCode(hash(`${at}`)).replace('-', ''))
        seen.set(one, (seen.get(one) ?? 0) + 1);
    }
    expect(seen.size).toBe(25);
    // 1,200 of each are expected; five standard deviations are 170.
    for (const times of seen.values()) expect(Math.abs(times - 1200)).toBeLessThan(170);
  });

  it('is not made of anything but a hash', () => {
    expect(() => verificationCode(tokenHashOf('not a hash'))).toThrow();
  });
});
