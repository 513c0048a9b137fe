import { describe, expect, it } from 'vitest';
import {
  cursorAt,
  LONGEST_PLACE,
  listPlace,
  placeAfter,
  placeBefore,
} from '../../src/relationship/values/list-place.ts';

const CURSORS = Array.from({ length: 14 }, (_, at) => `c${at}`);

describe('the place of a page', () => {
  it('leads on and back', () => {
    const third = placeAfter(placeAfter('', 'one'), 'two');
    expect(cursorAt(third)).toBe('two');
    expect(cursorAt(placeBefore(third))).toBe('one');
    expect(cursorAt(placeBefore(placeBefore(third)))).toBeUndefined();
    expect(placeBefore('')).toBe('');
  });

  it('stays short: ten pages back are known', () => {
    const far = CURSORS.reduce(placeAfter, '');
    expect(far.split('~')).toEqual(CURSORS.slice(-10));
    expect(listPlace(far)).toBe(far);
    const longest = Array.from({ length: 12 }, () => 'x'.repeat(400)).reduce(placeAfter, '');
    expect(longest).toHaveLength(LONGEST_PLACE);
    expect(listPlace(longest)).toBe(longest);
  });

  it.each(['', '~', 'a~', 'a b', 'a.b', 'x'.repeat(401), Array(11).fill('a').join('~'), '<b>'])(
    'is not %s',
    (text) => {
      expect(listPlace(text)).toBeUndefined();
    },
  );
});
