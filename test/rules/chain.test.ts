import fc from 'fast-check';
import { ObjectId } from 'mongodb';
import { describe, expect, it } from 'vitest';
import {
  canonical,
  EMPTY,
  eventEntry,
  eventHash,
  flawOf,
  linkedEntries,
} from '../../src/store/audit/chain.ts';
import type { AuditDocument, AuditEntry, EventDocument } from '../../src/store/documents.ts';
import { accepted, drafted, expired, lee, monday, tuesday } from '../support/given.ts';

const stored: EventDocument = {
  _id: new ObjectId('65e2f1d00000000000000001'),
  partnerId: 'fabrikam',
  relationshipId: 'r1',
  version: 1,
  event: drafted,
  before: {},
  after: { status: 'invited' },
  cause: 'activity 1',
  conversationId: 'sales',
  dispatchedAt: null,
  leaseUntil: monday,
  leasedBy: null,
  attempts: 0,
  delivered: [],
};

describe('the same content', () => {
  it('is the same text, whatever order its fields came in', () => {
    const one = { b: [1, { d: null, c: 'x' }], a: monday };
    const other = { a: new Date(monday), b: [1, { c: 'x', d: null }] };
    expect(canonical(one)).toBe('{"a":{"$date":"2026-03-02T09:00:00.000Z"},"b":[1,{"c":"x","d":null}]}');
    expect(canonical(other)).toBe(canonical(one));
  });

  it('is told from any other', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const isSame = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(canonical(one) === canonical(other)).toBe(isSame);
      }),
    );
    expect(canonical([monday])).not.toBe(canonical([monday.toISOString()]));
    expect(canonical(['1'])).not.toBe(canonical([1]));
    expect(canonical([['a'], 'b'])).not.toBe(canonical([['a', 'b']]));
  });

  it('has the hash of what the database gives back, half a character included', () => {
    expect(canonical('a\ud800b')).toBe(canonical('a\ufffdb'));
    expect(canonical({ reason: undefined })).toBe(canonical({ reason: null }));
  });
});

describe('the hash of an event', () => {
  it('does not change while it is announced', () => {
    const dispatched = { ...stored, dispatchedAt: tuesday, attempts: 3, leasedBy: 'me', delivered: ['a'] };
    expect(eventHash(dispatched)).toBe(eventHash(stored));
  });

  it.each<[string, Partial<EventDocument>]>([
    ['what happened', { event: { ...drafted, expiresAt: tuesday } }],
    ['who did it', { event: { ...drafted, by: lee } }],
    ['what it changed', { after: { status: 'active' } }],
    ['what caused it', { cause: 'activity 2' }],
    ['whose it is', { partnerId: 'adatum' }],
    ['what it is about', { relationshipId: 'r2' }],
    ['its id', { _id: new ObjectId('65e2f1d00000000000000002') }],
  ])('changes with %s', (_, change) => {
    expect(eventHash({ ...stored, ...change })).not.toBe(eventHash(stored));
  });
});

describe('the entry of an event', () => {
  it('says who, by what right, and why', () => {
    expect(eventEntry({ ...stored, event: accepted })).toStrictEqual({
      at: tuesday,
      by: {
        kind: 'customer',
        objectId: 'Megan Bowen',
        tenantId: 'contoso-tenant',
        name: 'Megan Bowen',
        proof: 'administrator',
      },
      cause: 'activity 1',
      relationshipId: 'r1',
      what: {
        type: 'event',
        eventId: '65e2f1d00000000000000001',
        eventHash: eventHash({ ...stored, event: accepted }),
      },
    });
    expect(eventEntry(stored).by).toStrictEqual({
      kind: 'agent',
      objectId: 'Dana Souza',
      tenantId: 'fabrikam-tenant',
      name: 'Dana Souza',
      role: 'admin',
    });
    expect(eventEntry({ ...stored, event: expired }).by).toStrictEqual({ kind: 'clock' });
  });
});

describe('a chain', () => {
  const refused = (relationshipId: string): AuditEntry => ({
    at: monday,
    by: { kind: 'agent', objectId: 'lee', tenantId: 'fabrikam-tenant', name: 'Lee Gu', role: 'none' },
    cause: null,
    relationshipId,
    what: { type: 'refused', command: 'invite', code: 'role-required' },
  });
  const [first, second, third] = linkedEntries('fabrikam', EMPTY, ['r1', 'r2', 'r3'].map(refused)) as [
    AuditDocument,
    AuditDocument,
    AuditDocument,
  ];

  it('holds, entry by entry', () => {
    expect([first, second, third].map(({ sequence }) => sequence)).toStrictEqual([1, 2, 3]);
    expect(flawOf(first, EMPTY)).toBeUndefined();
    expect(flawOf(second, first)).toBeUndefined();
    expect(flawOf(third, second)).toBeUndefined();
  });

  it('goes on where it was left', () => {
    const [again] = linkedEntries('fabrikam', second, [refused('r3')]);
    expect(again?.hash).toBe(third.hash);
  });

  it.each<[string, AuditDocument, string]>([
    ['an entry that says something else', { ...second, at: tuesday }, 'entry-changed'],
    ['an entry of another partner', { ...second, partnerId: 'adatum' }, 'entry-changed'],
    ['the entry after the next', third, 'entry-missing'],
    ['the same entry again', first, 'entry-added'],
    ['an entry in the place of another', { ...third, sequence: 2 }, 'entry-changed'],
    ['a chain that begins anew', linkedAt(2, refused('r2')), 'not-linked'],
  ])('is broken by %s', (_, entry, flaw) => {
    expect(flawOf(entry, first)).toBe(flaw);
  });

  function linkedAt(sequence: number, entry: AuditEntry): AuditDocument {
    const [placed] = linkedEntries('fabrikam', { ...EMPTY, sequence: sequence - 1 }, [entry]);
    if (!placed) throw new Error('One entry gives one');
    return placed;
  }
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  // Minus zero is zero once it is stored as JSON.
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? Buffer.from(value).toString() : value;
  const keys = Object.keys(value).sort();
  return keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])]).concat([['{}']]);
}
