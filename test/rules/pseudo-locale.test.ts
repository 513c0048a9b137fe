import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import english from '../../cards/en.json' with { type: 'json' };
import { pseudoLocalised } from '../support/cards/pseudo-locale.ts';

const filled = (message: string, values: Record<string, string | number>) =>
  String(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).format(values));

describe('a pseudo-localised message', () => {
  it('has accents and both ends, and keeps what is filled in', () => {
    expect(filled(pseudoLocalised('Sent by {by}'), { by: 'Dana' })).toBe('⟦Šééñt bý Dana⟧');
  });

  it('keeps its plurals', () => {
    const message = pseudoLocalised('{n, plural, =0 {None} one {# day} other {# of {most, number} days}} on');
    expect([0, 1, 2].map((n) => filled(message, { n, most: 9 }))).toStrictEqual([
      '⟦Ñóóñéé óóñ⟧',
      '⟦1 dááý óóñ⟧',
      '⟦2 óóf 9 dááýš óóñ⟧',
    ]);
  });

  it('is about a third longer, all together', () => {
    const lengthOf = (messages: readonly string[]) => messages.join('').length;
    const messages = Object.values(english);
    const growth = lengthOf(messages.map(pseudoLocalised)) / lengthOf(messages);
    expect(growth).toBeGreaterThan(1.3);
    expect(growth).toBeLessThan(1.5);
  });
});
