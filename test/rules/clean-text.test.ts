import { describe, expect, it } from 'vitest';
import { cleanName, cleanText, cut } from '../../src/relationship/values/clean-text.ts';

describe('a text as it is kept', () => {
  it.each([
    [
      'marks that turn the direction of writing',
      '\u202egnp.exe\u202c \u2067x\u2069\u200f\u061c',
      'gnp.exe x',
    ],
    ['characters of no width', 'Con\u200bto\u2060so\ufeff\u00ad', 'Contoso'],
    ['controls', 'a\u0000b\u001b[31m\u0085c', 'ab[31mc'],
    ['halves of characters', 'a\ud83d b\udc00', 'a b'],
    ['every kind of line end', 'a\r\nb\rc\u2028d\u2029e', 'a\nb\nc\nd\ne'],
    ['more than four marks upon a letter', `Z${'\u0310'.repeat(60)}o`, `Z${'\u0310'.repeat(4)}o`],
    ['rows of empty lines', ' a \n\n\n\n b ', 'a\n\n b'],
  ])('is without %s', (_, written, kept) => {
    expect(cleanText(written)).toBe(kept);
    expect(cleanText(kept)).toBe(kept);
  });

  it.each(['Núñez e Hijos, S.L.', 'חברה', 'شركة', 'نمی‌دانم', '👩‍👧 ok', 'Việt', 'נִקּוּד', '<b>{{x}}</b>'])(
    'keeps %s',
    (text) => {
      expect(cleanText(text)).toBe(text.normalize('NFC'));
    },
  );
});

describe('somebody’s name', () => {
  it('is on one line', () => {
    expect(cleanName('Megan\r\n\u202eBowen\t ')).toBe('Megan Bowen');
  });

  it('is no longer than a company’s, and cut between characters', () => {
    expect(cleanName('W'.repeat(256))).toBe(`${'W'.repeat(120)}…`);
    expect(cleanName(`W${'😀'.repeat(128)}`)).toBe(`W${'😀'.repeat(59)}…`);
  });
});

describe('what is cut', () => {
  it('ends with an ellipsis, and with no half of a character', () => {
    expect([cut('Contoso', 7), cut('Contoso', 3), cut('😀😀', 3)]).toEqual(['Contoso', 'Con…', '😀…']);
  });
});
