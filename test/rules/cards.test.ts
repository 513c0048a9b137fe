import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import english from '../../cards/en.json' with { type: 'json' };
import { type CardElement, type CardJson, elements, problemOf } from '../support/cards/card-rules.ts';
import { schemaProblems } from '../support/cards/card-schema.ts';
import { everyCard, type NamedCard } from '../support/cards/every-card.ts';

const built = new Map<string, NamedCard[]>();

function everyCardOf(name: string): NamedCard[] {
  const cards = built.get(name) ?? [...everyCard('en', name), ...everyCard('es', name)];
  built.set(name, cards);
  return cards;
}

/** What is wrong with which card, of all the cards on which somebody is called `name`. */
function problems(
  name: string,
  problemWith: (card: CardJson, named: NamedCard) => string | undefined,
): string[] {
  return everyCardOf(name).flatMap((named) => {
    const problem = problemWith(named.card.attachment.content, named);
    return problem === undefined ? [] : [`${named.name}: ${problem}`];
  });
}

// What people, companies and references may be called by somebody who means harm, or by nobody who does.
const hostile = [
  '[x](http://evil)',
  '**b**',
  '\u0024{secret}',
  '\u0024{$root.title}',
  '{{DATE(2020-01-01)}}',
  '<at>x</at>',
  '<script>alert(1)</script>',
  '{"type":"TextBlock"}',
  '{customer, plural, other {x}}',
  "it's # '{'",
  '\u202eecnatsni rof\u202c\u200f',
  '\u2066\u0000\u2069',
];

// Where a client shows text as it is, or only hands it back to us.
const plainPlaces = [
  'AdaptiveCard.fallbackText',
  'AdaptiveCard.speak',
  'TextRun.text',
  'Input.Text.value',
  'Input.ChoiceSet.value',
  'Action.Execute.title',
  'Action.Submit.title',
  'data',
];

describe('every card', () => {
  it('keeps the rules of Teams and of our own style guide', () => {
    expect(problems('Contoso', (content, { card }) => problemOf(content, card.summary))).toStrictEqual([]);
  });

  it('is an Adaptive Card 1.5', () => {
    const found = problems('Contoso', (content) => schemaProblems(content).join('; ') || undefined);
    expect(found).toStrictEqual([]);
  });

  it('has one heading, before everything else', () => {
    const isText = ({ type }: CardElement) => type === 'TextBlock' || type === 'RichTextBlock';
    const found = problems('Contoso', (content) => {
      const [first, ...others] = [...elements(content.body)].filter(isText);
      if (first?.['style'] !== 'heading') return 'something else comes first';
      return others.some(({ style }) => style === 'heading') ? 'more than one heading' : undefined;
    });
    expect(found).toStrictEqual([]);
  });

  it('says its language, and to those who cannot see it what notifications say', () => {
    const found = problems('Contoso', ({ lang, speak }, { language, card }) => {
      return lang === language && speak === card.summary ? undefined : `${String(lang)}, ${String(speak)}`;
    });
    expect(found).toStrictEqual([]);
  });

  it('has one primary action at most', () => {
    const found = problems('Contoso', ({ actions }) => {
      const primary = ((actions ?? []) as CardElement[]).filter(({ style }) => style === 'positive');
      return primary.length > 1 ? `${primary.length} primary actions` : undefined;
    });
    expect(found).toStrictEqual([]);
  });

  it('falls back to the same button where there are no Universal Actions', () => {
    const found = problems('Contoso', (content) => {
      const buttons = [...elements(content)].filter(({ type }) => type === 'Action.Execute');
      const other = buttons.find(({ verb: _, fallback, ...same }) => {
        return !isDeepStrictEqual(fallback, { ...same, type: 'Action.Submit' });
      });
      return other && `[${String(other['title'])}] falls back to another`;
    });
    expect(found).toStrictEqual([]);
  });

  it.each([
    ['120 letters that grow in UTF-8', 'Ñ'.repeat(120)],
    ['60 faces', '😀'.repeat(60)],
    ['120 wide letters', 'W'.repeat(120)],
  ])('is at most 24 KB when everybody’s name is %s', (_, name) => {
    expect(problems(name, (content, { card }) => problemOf(content, card.summary))).toStrictEqual([]);
  });

  it('is at most 24 KB when reasons are as long as they may be', () => {
    const found = problems('W'.repeat(500), (content, { name, card }) => {
      return name.startsWith('list') || name.startsWith('report')
        ? undefined
        : problemOf(content, card.summary);
    });
    expect(found).toStrictEqual([]);
  });
});

describe('all cards together', () => {
  it('are made from every template that there is', () => {
    const sources = filesIn('../../src/teams/cards/').map((file) => readFileSync(file, 'utf8'));
    const tests = filesIn('../support/cards/').map((file) => readFileSync(file, 'utf8'));
    const shown = sources
      .filter((source) => {
        const cards = [...source.matchAll(/export function (\w+Card\()/g)];
        return tests.some((test) => cards.some(([, card]) => card !== undefined && test.includes(card)));
      })
      .join();
    const templates = filesIn('../../cards/').flatMap(
      (file) => /cards\/(\w+)\.json$/.exec(file.pathname)?.[1] ?? [],
    );
    const filled = templates.filter((name) => shown.includes(`fill('${name}'`));
    expect(templates.filter((name) => !filled.includes(name))).toStrictEqual(['en', 'es']);
  });

  it('say everything that the bot has words for', () => {
    const said = everyCard('en', 'Contoso').flatMap(({ card }) => {
      return [...strings(card.attachment.content)].map(({ text }) => text);
    });
    const unsaid = Object.entries(english).filter(([key, words]) => {
      const pieces = piecesOf(words);
      return !elsewhere.test(key) && !said.some((text) => hasInOrder(text, pieces));
    });
    expect(unsaid.map(([key]) => key)).toStrictEqual([]);
  });
});

// Said on the page, in its receipt, on the tab or in a mail; an input for dates shows no example, a hidden choice or
// input is never offered.
const elsewhere =
  /^(page|receipt|forward|reply-mail|tab|life|ready|not-ready)\.|^(reminder|reply)\.subject$|^reminder\.unsubscribe$|^placeholder\.(date|place)$|^choice\.(reset|chat)$/;

/** What a message says between the places that are filled in. */
function piecesOf(words: string): string[] {
  return words.split(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/);
}

function hasInOrder(text: string, pieces: readonly string[]): boolean {
  let from = 0;
  return pieces.every((piece) => {
    const at = text.indexOf(piece, from);
    from = at + piece.length;
    return at >= 0;
  });
}

function filesIn(folder: string): URL[] {
  const base = new URL(folder, import.meta.url);
  return readdirSync(base).map((file) => new URL(file, base));
}

it.each(['DATE(2020-01-01T00:00:00Z, SHORT)', 'TIME(2020-01-01T00:00:00Z)'])(
  'a name that is {{%s}} is a date on no card',
  (name) => {
    const found = everyCardOf(`{{${name}}}`).flatMap(({ card }) => [...strings(card.attachment.content)]);
    const runs = found.filter(({ where, text }) => where === 'TextRun.text' && text.includes(name));
    expect(runs.length).toBeGreaterThan(50);
    expect(runs.filter(({ text }) => text.includes(`{{${name}`))).toStrictEqual([]);
  },
);

describe.each(hostile)('a name like %j', (name) => {
  const found = () =>
    everyCardOf(name).flatMap(({ name: cardName, card }) => {
      return (
        [...strings(card.attachment.content)]
          // What keeps a date function from being one is not seen.
          .filter(({ text }) => text.replaceAll('\u2060', '').includes(name))
          .map(({ where }) => ({ cardName, where }))
      );
    });

  it('is shown as it is, on every kind of card that names somebody', () => {
    const shown = found().filter(({ where }) => where === 'TextRun.text');
    const kinds = new Set(shown.map(({ cardName }) => cardName.split(':')[0]));
    const nameNobody = ['replaced', 'help', 'greeting', 'talk', 'check'];
    const all = new Set(everyCardOf(name).map(({ kind }) => kind));
    expect([...all].filter((kind) => !kinds.has(kind))).toStrictEqual(nameNobody);
  });

  it('stands only where nothing is rendered or evaluated', () => {
    // A few signs are harmless in an address and stay as they are there.
    const isHarmless = encodeURIComponent(name) === name;
    const places = isHarmless ? [...plainPlaces, 'Action.OpenUrl.url'] : plainPlaces;
    expect(found().filter(({ where }) => !places.includes(where))).toStrictEqual([]);
  });

  it('changes nothing else on any card', () => {
    const shapes = everyCardOf(name).map(({ card }) => shapeOf(card.attachment.content));
    expect(shapes).toStrictEqual(everyCardOf('Contoso').map(({ card }) => shapeOf(card.attachment.content)));
  });
});

/** Every text of a card, with the kind of element and the property it stands in. */
function* strings(part: unknown, owner = '', key = ''): Generator<{ where: string; text: string }> {
  if (typeof part === 'string') {
    yield { where: owner === 'data' ? 'data' : `${owner}.${key}`, text: part };
  } else if (Array.isArray(part)) {
    for (const one of part) yield* strings(one, owner, key);
  } else if (typeof part === 'object' && part !== null) {
    const type = 'type' in part ? String(part.type) : owner;
    for (const [name, value] of Object.entries(part))
      yield* strings(value, name === 'data' ? name : type, name);
  }
}

/** A card without its texts: what kinds of elements it has, and where. */
function shapeOf(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(shapeOf);
  if (typeof part !== 'object' || part === null) return typeof part;
  const kept = Object.entries(part).map(
    ([key, value]) => [key, key === 'type' ? value : shapeOf(value)] as const,
  );
  return Object.fromEntries(kept);
}
