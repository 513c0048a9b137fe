import { describe, expect, it } from 'vitest';
import { parse } from '../../src/grammar/parse.ts';
import type { Understood } from '../../src/grammar/requests.ts';
import { understand } from '../../src/grammar/understand.ts';

/** What the line gives to the command's arguments. */
function given(line: string): Readonly<Record<string, string>> {
  const parsed = parse(line);
  if (parsed.type !== 'command') throw new Error(`${line} is ${JSON.stringify(parsed)}`);
  return parsed.given;
}

const contoso = { domain: 'contoso.com', country: 'ES' };

describe('a quotation', () => {
  it.each([
    [
      'another kind of quotes',
      'invite “Contoso «Iberia» S.A.” contoso.com country:ES',
      'Contoso "Iberia" S.A.',
    ],
    ['curly quotes in straight ones', 'invite "The “Big” One" contoso.com country:ES', 'The "Big" One'],
    ['straight quotes in curly ones', 'invite “The "Big" One” contoso.com country:ES', 'The "Big" One'],
    ['a family', 'invite "Family 👩‍👩‍👧 Shop" contoso.com country:ES', 'Family 👩‍👩‍👧 Shop'],
    ['blanks at its edges', 'invite « Contoso » contoso.com country:ES', 'Contoso'],
  ])('can hold %s', (_, line, name) => {
    expect(given(line)).toStrictEqual({ ...contoso, name });
  });

  it.each([
    ['a comma', 'invite "Contoso", "contoso.com", country:"ES".'],
    ['a comma after single quotes', "invite 'Contoso', contoso.com, country:'ES';"],
    ['an emoji', 'invite "Contoso"🎉 contoso.com country:“ES”👍🏽'],
  ])('is not spoilt by %s behind it', (_, line) => {
    expect(given(line)).toStrictEqual({ ...contoso, name: 'Contoso' });
  });

  it.each([
    ['only its beginning was made curly', 'invite “Contoso Iberia" contoso.com country:ES ref:"PO 1"'],
    ['only its end was made curly', 'invite "Contoso Iberia” contoso.com country:ES ref:"PO 1"'],
    ['it is German', 'invite „Contoso Iberia" contoso.com country:ES ref:„PO 1“'],
    ['it points inwards', 'invite »Contoso Iberia« contoso.com country:ES ref:›PO 1‹'],
    ['a mark stands before it', 'invite \u200f"Contoso Iberia" contoso.com country:ES ref:\u200e"PO 1"'],
  ])('is one when %s', (_, line) => {
    expect(given(line)).toStrictEqual({ ...contoso, name: 'Contoso Iberia', reference: 'PO 1' });
  });

  it.each([
    ['alerts "on" "accepted"', { type: 'alerts', isOn: true, topics: ['accepted'] }],
    ['list "open" "mine"', { type: 'list', filter: 'open', mine: true, page: 1 }],
    ['report "7 days"', { type: 'report', days: 7 }],
    ['extend "R-7K2M" "7d"', { type: 'extend', id: 'R-7K2M', days: 7 }],
    ['revoke "R-7K2M" no reason', { type: 'revoke', id: 'R-7K2M', reason: 'no reason' }],
    ['access Contoso Iberia "granted"', { type: 'access', target: 'Contoso Iberia', access: 'granted' }],
    ['handover "Dana Souza" "Lee Gu"', { type: 'handover', from: '@Dana Souza', to: '@Lee Gu' }],
  ] as [string, Understood][])('finds its argument: %s', (line, meant) => {
    expect(understand(line)).toStrictEqual(meant);
  });

  it('goes on as text where there is text already', () => {
    expect(given('invite "Contoso" "Iberia" contoso.com country:ES')).toStrictEqual({
      ...contoso,
      name: 'Contoso Iberia',
    });
    expect(given('invite Grupo "Contoso.com" contoso.com country:ES')).toStrictEqual({
      ...contoso,
      name: 'Grupo Contoso.com',
    });
  });
});

describe('a key', () => {
  it.each(['–country:ES', '—country=ES', '−country ES', '-country:“ES”', '--country "ES"'])(
    'may stand behind a dash that a word processor changed: %s',
    (country) => {
      expect(given(`invite Contoso contoso.com ${country}`)).toStrictEqual({ ...contoso, name: 'Contoso' });
    },
  );

  it.each(['invite Contoso contoso.com --country', 'invite Contoso --country --domain contoso.com'])(
    'without a value is no part of the name: %s',
    (line) => {
      expect(understand(line)).toMatchObject({
        type: 'form',
        given: { name: 'Contoso', domain: 'contoso.com' },
        problems: [{ argument: 'country', kind: 'missing' }],
      });
    },
  );

  it('is not the beginning of a mail link', () => {
    expect(given('invite Contoso contoso.com country:ES to: mailto:megan@contoso.com')).toMatchObject({
      contact: 'mailto:megan@contoso.com',
    });
  });

  it.each([
    ['a country', 'country:United Kingdom', { country: 'United Kingdom' }],
    ['a country whose beginning is another', 'país: Guinea Ecuatorial', { country: 'Guinea Ecuatorial' }],
    ['a choice', 'country:ES buys: other partner', { country: 'ES', buys: 'other partner' }],
    ['days', 'country:ES expires:14 days', { country: 'ES', lifeDays: '14 days' }],
    ['días', 'country:ES vence: 14 días,', { country: 'ES', lifeDays: '14 días' }],
  ])('takes all words of %s', (_, keyed, values) => {
    expect(given(`invite ${keyed} Contoso contoso.com`)).toStrictEqual({
      name: 'Contoso',
      domain: 'contoso.com',
      ...values,
    });
  });

  it.each([
    ['once the name has been said', 'invite Contoso contoso.com country:ES\nref: PO 4411 👍', 'Contoso'],
    [
      'when all has its key',
      'invite name: Contoso Iberia\ndomain: contoso.com\ncountry: ES\nref: PO 4411',
      'Contoso Iberia',
    ],
    [
      'up to what is recognised',
      'invite name: Contoso Iberia contoso.com country:ES ref: PO 4411',
      'Contoso Iberia',
    ],
  ])('of text takes all its words %s', (_, line, name) => {
    expect(given(line)).toStrictEqual({ ...contoso, name, reference: 'PO 4411' });
  });

  it('of text takes one word while a name is still to come', () => {
    expect(given('invite ref:4411 Contoso Iberia contoso.com country:ES')).toStrictEqual({
      ...contoso,
      name: 'Contoso Iberia',
      reference: '4411',
    });
  });

  it('is needless before an e-mail address', () => {
    expect(given('invite Contoso contoso.com country:ES megan@contoso.com.')).toStrictEqual({
      ...contoso,
      name: 'Contoso',
      contact: 'megan@contoso.com',
    });
  });

  it('takes all values of a list', () => {
    expect(given('setup Fabrikam reminders:3, 6 country:ES')).toStrictEqual({
      name: 'Fabrikam',
      reminderDays: '3, 6',
      country: 'ES',
    });
    expect(understand('alerts on for: accepted, declined ,viewed')).toStrictEqual({
      type: 'alerts',
      isOn: true,
      topics: ['accepted', 'declined', 'viewed'],
    });
  });
});

describe('a sentence', () => {
  it.each([
    ['reply R-7K2M your subscriptions stay: nothing changes', 'your subscriptions stay: nothing changes'],
    ['reply R-7K2M yes –really– nothing:changes', 'yes -really- nothing:changes'],
    ['responder R-7K2M nota:«sin cambios» y ya', 'nota:"sin cambios" y ya'],
  ])('keeps its colons and dashes: %s', (line, text) => {
    expect(understand(line)).toStrictEqual({ type: 'reply', id: 'R-7K2M', text });
  });

  it('does not swallow what is written as a key', () => {
    expect(understand('revoke R-7K2M wrong contact --country ES')).toMatchObject({
      problems: [{ argument: 'country', kind: 'unknown' }],
    });
  });
});

describe('a choice of two words', () => {
  it.each(['vista-previa', 'vista previa', '“Vista previa”', 'acción: vista previa.'])('is %s', (action) => {
    expect(understand(`plantilla es ${action}`)).toStrictEqual({
      type: 'template',
      language: 'es',
      action: 'preview',
    });
    expect(understand(`plantilla ${action} es`)).toMatchObject({ language: 'es', action: 'preview' });
  });
});

describe('an emoji before the verb', () => {
  it('is not meant', () => {
    expect(understand('👋🏽 share R-7K2M')).toStrictEqual({ type: 'share', id: 'R-7K2M' });
  });
});

describe('what ends a line', () => {
  it.each(['👍', ' 👍', ' 👩‍💻👍🏽', '.', ' …', '!!', ' 🇪🇸 ❤️', '\u200f', '\n', ' ,'])(
    'is not meant: “%s”',
    (end) => {
      expect(understand(`share R-7K2M${end}`)).toStrictEqual({ type: 'share', id: 'R-7K2M' });
      expect(understand(`status contoso.com${end}`)).toStrictEqual({ type: 'status', target: 'contoso.com' });
      expect(understand(`alerts on accepted${end}`)).toMatchObject({ isOn: true, topics: ['accepted'] });
      expect(given(`invite "Contoso" contoso.com country:ES${end}`)).toMatchObject({ name: 'Contoso' });
      expect(understand(`check contoso.com${end}`)).toStrictEqual({ type: 'check', domain: 'contoso.com' });
    },
  );

  it.each([
    ['invite Contoso, contoso.com, country:ES 👍', 'Contoso'],
    ['invite Contoso S.A., contoso.com, country:ES.', 'Contoso S.A.'],
    ['invite Contoso – contoso.com – country:ES', 'Contoso'],
    ['invite Contoso – Iberia contoso.com country:ES', 'Contoso - Iberia'],
    ['invite Pizza 🍕 contoso.com country:ES 👍', 'Pizza 🍕'],
  ])('and what separates leaves the name alone: %s', (line, name) => {
    expect(given(line)).toMatchObject({ name });
  });

  it('leaves a customer’s name whole', () => {
    expect(understand('status "Contoso S.A."')).toStrictEqual({ type: 'status', target: 'Contoso S.A.' });
    expect(understand('status de:R-7K2M.')).toStrictEqual({ type: 'status', target: 'R-7K2M' });
  });
});

describe('the message to customers', () => {
  it('is taken as it was typed', () => {
    const body = 'Dear {{contact}},\n\n  it’s “us” – again.';
    expect(
      understand(`template en save subject:«It’s us — again» text:"${body.replace(/[“”]/g, '')}"`),
    ).toStrictEqual({
      type: 'template',
      language: 'en',
      action: 'save',
      subject: 'It’s us — again',
      body: body.replace(/[“”]/g, ''),
    });
    expect(understand(`plantilla texto:«${body}»`)).toStrictEqual({ type: 'template', body });
  });
});

describe('invisible marks', () => {
  it.each(['\u00ad', '\u061c', '\u180e', '\u200b', '\u2067', '\ufeff'])('are not there: %j', (mark) => {
    expect(understand(`sha${mark}re ${mark}R-7K${mark}2M${mark}`)).toStrictEqual({
      type: 'share',
      id: 'R-7K2M',
    });
  });
});
