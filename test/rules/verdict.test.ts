import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/delivery/delivery.ts';
import { nextGroup } from '../../src/delivery/grouping.ts';
import { type Attempted, verdict } from '../../src/delivery/verdict.ts';
import type { DeliveryDocument } from '../../src/store/deliveries/documents.ts';
import { accepted, asked } from '../support/given.ts';

const NOW = new Date('2026-11-28T10:00:00Z');
const cause = Object.assign(new Error('Teams answered 503 Busy'), { status: 503 });
const gone = { type: 'gone', of: 'conversation', cause, code: 'ConversationNotFound' } as const;
const ours = { type: 'ours', cause } as const;

describe('a delivery that failed', () => {
  it.each<Attempted['outcome']>([
    { type: 'later', cause },
    { type: 'fault', cause },
  ])('with $type is tried again after a growing delay', (outcome) => {
    const delays = [0, 3, 9].map((attempts) => delayOf(outcome, alert({ attempts })));
    expect(delays[0]).toBeLessThan(delays[1] ?? 0);
    expect(delays[1]).toBeLessThan(delays[2] ?? 0);
  });

  it('is never tried sooner than Teams asks', () => {
    expect(delayOf({ type: 'later', cause, afterMs: 90_000 }, alert({}))).toBeGreaterThanOrEqual(90_000);
  });

  it('is parked after 20 attempts, and after a day', () => {
    expect(nextAfter({ type: 'later', cause }, alert({ attempts: 18 })).state).toBe('waiting');
    expect(nextAfter({ type: 'later', cause }, alert({ attempts: 19 })).state).toBe('parked');
    expect(nextAfter({ type: 'ambiguous', cause }, alert({}), 24 * 3_600_000).state).toBe('parked');
  });

  it('says what was answered last, in Teams’ words only', () => {
    expect(nextAfter({ type: 'later', cause }, alert({})).lastOutcome.words).toBe('Teams answered 503 Busy');
    const secret = { type: 'fault', cause: new TypeError('megan@contoso.com') } as const;
    expect(nextAfter(secret, alert({})).lastOutcome.words).toBe('TypeError');
  });

  it('does not count the attempt where neither it nor its place was the reason', () => {
    expect(nextAfter({ type: 'later', cause, isBlameless: true }, alert({}))).toMatchObject({
      isCounted: false,
    });
    expect(nextAfter({ type: 'later', cause }, alert({}))).toMatchObject({ isCounted: true });
    const held = { type: 'later', cause, isBlameless: true, afterMs: 300 } as const;
    expect(delayOf(held, alert({ attempts: 5 }))).toBe(300);
  });

  it('and may be there is repeated as a repetition', () => {
    expect(nextAfter({ type: 'ambiguous', cause }, alert({}))).toMatchObject({
      state: 'waiting',
      isRepeat: true,
    });
    expect(nextAfter({ type: 'later', cause }, alert({}))).not.toHaveProperty('isRepeat');
  });

  it('because its place is gone is tried once more a while later before anybody believes it', () => {
    const first = nextAfter(gone, alert({}));
    expect(first).toMatchObject({ state: 'waiting', lastOutcome: { type: 'gone' } });
    expect(delayOf(gone, alert({}))).toBeGreaterThanOrEqual(4000);
    expect(nextAfter(gone, alert({ lastOutcome: first.lastOutcome })).state).toBe('gone');
    const other = { ...gone, cause: Object.assign(new Error('Teams answered 403'), { status: 403 }) };
    expect(nextAfter(other, alert({ lastOutcome: first.lastOutcome })).state).toBe('waiting');
    expect(nextAfter({ type: 'later', cause }, alert({ lastOutcome: first.lastOutcome })).state).toBe(
      'waiting',
    );
  });

  it('because of its card is tried once as a short text, and then parked', () => {
    expect(nextAfter(ours, alert({}))).toMatchObject({ state: 'waiting', isMinimal: true, delayMs: 0 });
    expect(nextAfter(ours, alert({ isMinimal: true })).state).toBe('parked');
  });
});

describe('alerts that wait together', () => {
  const ten = Array.from({ length: 40 }, (_, at) => alert({ _id: String(at) }));

  it('go out one by one while the conversation takes them', () => {
    expect(nextGroup(ten.slice(0, 5), 10)).toHaveLength(1);
  });

  it('become one card, of at most ten, when there are more than it takes for long', () => {
    expect(nextGroup(ten, 0).map(({ _id }) => _id)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
    ]);
    expect(nextGroup(ten.slice(0, 5), 28)).toHaveLength(5);
  });

  it.each<[string, Partial<DeliveryDocument>]>([
    ['another conversation', { what: { ...post, conversationId: 'a:other' } }],
    ['another face', { what: { ...post, face: 'reply' } }],
    ['a question, which takes a reply', { recorded: recordedOf(asked) }],
    ['a card that is sent as a short text', { isMinimal: true }],
    ['one that the bot failed at', { lastOutcome: { type: 'fault', words: '' } }],
    ['a card that was meant for another place', { what: { ...post, instead: { code: '' } } }],
  ])('keep their order: what comes after %s stays after it', (_, different) => {
    const others = [...ten.slice(0, 3), alert(different), ...ten.slice(3)];
    expect(nextGroup(others, 0)).toHaveLength(3);
    expect(nextGroup(others.slice(3), 0)).toHaveLength(1);
  });
});

const post = { kind: 'post', face: 'alert', conversationId: '19:sales', isOrigin: false } as const;

function recordedOf(event: typeof accepted | typeof asked) {
  const about = { id: 'event', partnerId: 'fabrikam', relationshipId: 'relationship' };
  return { ...about, event, conversationId: null };
}

function alert(more: Partial<DeliveryDocument>): DeliveryDocument {
  return {
    ...{ _id: 'event/alert', lane: '19:sales', rank: 0, at: NOW, event: 'event', partnerId: 'fabrikam' },
    ...{ relationshipId: 'relationship', recorded: recordedOf(accepted), what: post, state: 'waiting' },
    ...{
      step: 0,
      generation: 1,
      token: 1,
      attempts: 0,
      isMinimal: false,
      isRepeat: false,
      lastOutcome: null,
    },
    ...{ dueAt: NOW, addedAt: NOW, doneAt: null, toldAt: null },
    ...more,
  } as DeliveryDocument;
}

type Failed = Exclude<Outcome, { type: 'done' }> | Attempted['outcome'];

function nextAfter(outcome: Failed, delivery: DeliveryDocument, ageMs = 0) {
  const next = verdict({ outcome, delivery, ageMs });
  if (next.state === 'done') throw new Error('What failed is not done');
  return next;
}

function delayOf(outcome: Failed, delivery: DeliveryDocument): number {
  const next = nextAfter(outcome, delivery);
  return next.state === 'waiting' ? next.delayMs : Number.NaN;
}
