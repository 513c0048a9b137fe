import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actor,
  actorOf,
  canonical,
  EMPTY,
  entryHash,
  entryId,
  flawOf,
  idsOf,
  linkedEntries,
} from '../../src/store/aggregates/chain.ts';
import type { Entry, EntryDocument } from '../../src/store/documents.ts';
import { accepted, drafted, expired, lee, monday, tuesday } from '../support/given.ts';

const [stored] = linkedEntries({ partnerId: 'fabrikam', relationshipId: 'r1' }, EMPTY, [
  {
    at: monday,
    by: actorOf(drafted),
    cause: 'activity 1',
    what: { type: 'event' },
    event: drafted,
    before: {},
    after: { status: 'invited' },
    conversationId: 'sales',
  },
]) as [EntryDocument];

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

describe('the hash of an entry', () => {
  it.each<[string, Partial<EntryDocument>]>([
    ['what happened', { event: { ...drafted, expiresAt: tuesday } } as Partial<EntryDocument>],
    ['who did it', { by: actor(lee) }],
    ['what it changed', { after: { status: 'active' } } as Partial<EntryDocument>],
    ['where it was asked for', { conversationId: 'another' } as Partial<EntryDocument>],
    ['what caused it', { cause: 'activity 2' }],
    ['when', { at: tuesday }],
    ['whose it is', { partnerId: 'adatum' }],
    ['what it is about', { relationshipId: 'r2' }],
    ['its place', { sequence: 2 }],
    ['its id', { _id: 'r1-000000002' }],
  ])('changes with %s', (_, change) => {
    const changed = { ...stored, ...change } as EntryDocument;
    expect(entryHash(changed, EMPTY.hash)).not.toBe(entryHash(stored, EMPTY.hash));
  });

  it('changes with the entry before it', () => {
    expect(entryHash(stored, 'f'.repeat(64))).not.toBe(entryHash(stored, EMPTY.hash));
  });
});

describe('the actor of an event', () => {
  it('is recorded with by what right they acted', () => {
    expect(actorOf(accepted)).toStrictEqual({
      kind: 'customer',
      objectId: 'Megan Bowen',
      tenantId: 'contoso-tenant',
      name: 'Megan Bowen',
      proof: 'administrator',
    });
    expect(actorOf(drafted)).toStrictEqual({
      kind: 'agent',
      objectId: 'Dana Souza',
      tenantId: 'fabrikam-tenant',
      name: 'Dana Souza',
      role: 'admin',
    });
    expect(actorOf(expired)).toStrictEqual({ kind: 'clock' });
  });
});

describe('a chain', () => {
  const refused = (objectId: string): Entry => ({
    at: monday,
    by: { kind: 'agent', objectId, tenantId: 'fabrikam-tenant', name: 'Lee Gu', role: 'none' },
    cause: null,
    what: { type: 'refused', command: 'invite', code: 'role-required' },
  });
  const owner = { partnerId: 'fabrikam', relationshipId: null };
  const [first, second, third] = linkedEntries(owner, EMPTY, ['a', 'b', 'c'].map(refused)) as [
    EntryDocument,
    EntryDocument,
    EntryDocument,
  ];

  it('holds, entry by entry', () => {
    expect([first, second, third].map(({ sequence }) => sequence)).toStrictEqual([1, 2, 3]);
    expect(flawOf(first, EMPTY)).toBeUndefined();
    expect(flawOf(second, first)).toBeUndefined();
    expect(flawOf(third, second)).toBeUndefined();
  });

  it('goes on where it was left', () => {
    const [again] = linkedEntries(owner, second, [refused('c')]);
    expect(again).toStrictEqual(third);
  });

  it('has ids that sort as its entries do, apart from those of any other', () => {
    const ids = [1, 2, 10, 99, 100].map((sequence) => entryId('r1', sequence));
    expect([...ids].sort()).toStrictEqual(ids);
    const { $gt, $lt } = idsOf('r1');
    expect(ids.every((id) => id > $gt && id < $lt)).toBe(true);
    for (const other of ['r0', 'r2', 'r10', 'r1a']) {
      const id = entryId(other, 1);
      expect(id > $gt && id < $lt).toBe(false);
    }
  });

  it.each<[string, EntryDocument, string]>([
    ['an entry that says something else', { ...second, at: tuesday }, 'entry-changed'],
    ['an entry of another partner', { ...second, partnerId: 'adatum' }, 'entry-changed'],
    ['the entry after the next', third, 'entry-missing'],
    ['the same entry again', first, 'entry-added'],
    ['an entry in the place of another', { ...third, sequence: 2 }, 'entry-changed'],
    ['a chain that begins anew', linkedAt(2, refused('b')), 'entry-changed'],
  ])('is broken by %s', (_, entry, flaw) => {
    expect(flawOf(entry, first)).toBe(flaw);
  });

  function linkedAt(sequence: number, entry: Entry): EntryDocument {
    const [placed] = linkedEntries(owner, { ...EMPTY, sequence: sequence - 1 }, [entry]);
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
