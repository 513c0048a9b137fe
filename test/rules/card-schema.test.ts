import { describe, expect, it } from 'vitest';
import { noticeCard } from '../../src/teams/cards/notice-card.ts';
import { type CardElement, type CardJson, elements } from '../support/cards/card-rules.ts';
import { schemaProblems } from '../support/cards/card-schema.ts';

const reader = { language: 'en', timeZone: 'UTC' } as const;
const press = { title: 'Show', verb: 'run', data: { text: 'list' } };
const notice = { title: 'Title', text: 'Text', tone: 'good', buttons: [press] } as const;

// A good card with one thing changed.
function changed(change: (card: CardJson & Record<string, unknown>, parts: readonly CardElement[]) => void) {
  const card = structuredClone(noticeCard(notice, reader).attachment.content);
  change(card, card.body);
  return schemaProblems(card);
}

const set = (part: unknown, property: string, value: unknown) =>
  Object.assign(part as object, { [property]: value });
const actionOf = (card: CardJson) => (card['actions'] as CardElement[])[0];

describe('the schema of Adaptive Cards 1.5', () => {
  it('knows a card of ours, and what Teams adds', () => {
    expect(changed(() => {})).toStrictEqual([]);
    expect(changed((card) => set(card, 'msteams', { width: 'full' }))).toStrictEqual([]);
  });

  it.each<[string, (card: CardJson, body: readonly CardElement[]) => void]>([
    ['a property that there is not', (_, [first]) => set(first, 'colour', 'good')],
    ['a misspelt property of a part', (_, [first]) => set([...elements(first)].at(-1), 'warp', true)],
    ['a value that there is not', (_, [first]) => set(first, 'style', 'wonderful')],
    ['a value of another type', (_, [first]) => set(first, 'bleed', 'true')],
    ['an element that there is not', (_, [first]) => set(first, 'type', 'TextBlok')],
    ['a property of a later version', (card) => set(actionOf(card), 'role', 'Button')],
    ['an action without its type', (card) => set(actionOf(card), 'type', undefined)],
    ['what Teams does not know', (card) => set(card, 'msteams', { width: 'half' })],
  ])('refuses %s', (_, change) => {
    expect(changed(change)).not.toStrictEqual([]);
  });
});
