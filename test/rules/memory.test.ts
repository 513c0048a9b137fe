import { describe, expect, it } from 'vitest';
import { createMemory } from '../../src/words/memory.ts';

describe('a memory', () => {
  const makes = () => {
    const made: string[] = [];
    const memory = createMemory<string>(2);
    const ask = (key: string) =>
      memory(key, () => {
        made.push(key);
        return key.toUpperCase();
      });
    return { ask, made };
  };

  it('makes each thing once', () => {
    const { ask, made } = makes();
    expect(['a', 'b', 'a', 'b', 'a'].map(ask)).toStrictEqual(['A', 'B', 'A', 'B', 'A']);
    expect(made).toStrictEqual(['a', 'b']);
  });

  it('forgets the oldest where there are too many', () => {
    const { ask, made } = makes();
    for (const key of ['a', 'b', 'c', 'c', 'b', 'a']) ask(key);
    expect(made).toStrictEqual(['a', 'b', 'c', 'a']);
  });

  it('keeps what is false, and no error', () => {
    const memory = createMemory<boolean>(2);
    let times = 0;
    const no = () => {
      times += 1;
      return false;
    };
    expect([memory('no', no), memory('no', no), times]).toStrictEqual([false, false, 1]);
    expect(() => memory('error', () => fail())).toThrow('made in vain');
    expect(memory('error', () => true)).toBe(true);
  });
});

function fail(): never {
  throw new Error('made in vain');
}
