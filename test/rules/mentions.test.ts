import { describe, expect, it } from 'vitest';
import { understand } from '../../src/grammar/understand.ts';
import type { MessageActivity } from '../../src/teams/activity.ts';
import { mentionsIn, readableText } from '../../src/teams/mentions.ts';

const bot = { id: '28:bot', name: 'Vínculo' };
const activity = (text: string, ...names: string[]) => {
  const people = names.map((name) => ({
    type: 'mention',
    text: `<at>${name}</at>`,
    mentioned: { id: name, name },
  }));
  const ours = { type: 'mention', text: '<at>Vínculo</at>', mentioned: bot };
  return { type: 'message', text, recipient: bot, entities: [...people, ours] } as unknown as MessageActivity;
};

describe('the mention of the bot', () => {
  it.each([
    '<at>Vínculo</at> share R-7K2M',
    '<at>Vínculo</at>share R-7K2M',
    '<at>Vínculo</at>\u00a0share R-7K2M',
    'share R-7K2M <at>Vínculo</at>',
    'share <at>Vínculo</at> R-7K2M',
    '@Vínculo share R-7K2M',
    ' @vínculo share R-7K2M',
    '@Vínculo\u00a0share R-7K2M',
    '@Vínculo, share R-7K2M',
  ])('is not meant, wherever it stands: %s', (text) => {
    expect(understand(readableText(activity(text)))).toStrictEqual({ type: 'share', id: 'R-7K2M' });
  });
});

describe('a word that only begins like the name of the bot', () => {
  it('is what it is', () => {
    expect(readableText(activity('@Vínculos share'))).toBe('@Vínculos share');
  });
});

describe('somebody who is mentioned', () => {
  it.each([
    'Dana',
    'Dana Souza',
    'O’Neil, Pat (EXT)',
    'Pat O\u2019Neil \u2013 Sales',
    'Ana María “Ani” López',
    '«Kai» "K" Ōta',
    'Jose\u0301',
    'Mor\u200fdechai',
    'Dana\u00a0Souza',
    'R-7K2M',
    'sales: team',
  ])('is the person of the command, and found among the mentions: %s', (name) => {
    const asked = activity(`<at>Vínculo</at> role <at>${name}</at> sales`, name);
    const understood = understand(readableText(asked));
    expect(understood).toStrictEqual({ type: 'role', person: expect.any(String), role: 'sales' });
    const [mentioned] = mentionsIn(asked);
    expect(understood).toMatchObject({ person: `@${mentioned?.name}` });
  });

  it('comes first when named first', () => {
    const text = 'traspasar <at>Dana Souza</at>, <at>Lee Gu</at>.';
    expect(understand(readableText(activity(text, 'Dana Souza', 'Lee Gu')))).toStrictEqual({
      type: 'handover',
      from: '@Dana Souza',
      to: '@Lee Gu',
    });
  });
});
