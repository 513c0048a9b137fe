import { describe, expect, it } from 'vitest';
import type { Relationship } from '../../src/relationship/relationship.ts';
import { listed } from '../../src/store/relationships/listing.ts';
import {
  accepted,
  added,
  drafted,
  history,
  relationshipEnded,
  shared,
  standings,
  tokenHashOf,
} from '../support/given.ts';

const dana = drafted.by.objectId;

function listing(state: Relationship) {
  return listed({
    _id: 'a relationship',
    shape: 3,
    partnerId: 'fabrikam',
    customerKey: 'contoso-tenant',
    version: 1,
    links: [{ tokenHash: tokenHashOf('an earlier one'), invitationId: 'R-0LD1' }],
    updatedAt: new Date(0),
    state,
  });
}

const invitations = (...filters: string[]) =>
  filters.flatMap((filter) => [`invitation:${filter}`, `invitation:${filter}@${dana}`]);

describe('the lists in which a relationship stands', () => {
  it.each<[keyof typeof standings, string[]]>([
    ['a draft', ['customer:all', ...invitations('all', 'open')]],
    ['a sent invitation', ['customer:all', ...invitations('all', 'open')]],
    ['a read invitation', ['customer:all', ...invitations('all', 'open')]],
    [
      'an accepted invitation',
      ['customer:all', 'customer:active', 'customer:incomplete', ...invitations('all', 'accepted')],
    ],
    ['a declined invitation', ['customer:all', 'customer:declined', ...invitations('all', 'declined')]],
    ['an expired invitation', ['customer:all', 'customer:expired', ...invitations('all', 'expired')]],
    ['a withdrawn invitation', ['customer:all', ...invitations('all')]],
    ['an ended relationship', ['customer:all', 'customer:ended', ...invitations('all', 'accepted')]],
    ['an added customer', ['customer:all', 'customer:active', 'customer:incomplete']],
  ])('follow from its state: %s', (name, expected) => {
    const state = standings[name];
    expect(state && [...listing(state).tags].sort()).toEqual(expected.sort());
  });

  it('have a customer that became active in another way not for its earlier invitation', () => {
    const declined = standings['a declined invitation'];
    const state = { ...declined, status: 'active', since: added.at, origin: 'added', by: added.by } as const;
    expect(listing(state as Relationship).tags).not.toContain('customer:declined');
    expect(listing(state as Relationship).tags).toContain('invitation:declined');
  });

  it('have a customer as incomplete only while something is missing', () => {
    const state = standings['an accepted invitation'];
    expect(listing({ ...state, agreement: 'accepted' }).tags).toContain('customer:incomplete');
    const ready = { ...state, agreement: 'accepted', adminAccess: 'granted' } as const;
    expect(listing(ready).tags).not.toContain('customer:incomplete');
  });

  it('have the invitation under who looks after it now, and that person while it is open', () => {
    const owner = { tenantId: 'fabrikam-tenant', objectId: 'lee', name: 'Lee Gu', language: 'en' } as const;
    const sent = history(drafted, shared);
    const handed = { ...sent, invitation: { ...sent.invitation, owner } } as Relationship;
    expect(listing(handed).tags).toContain('invitation:open@lee');
    expect(listing(handed).tags).not.toContain(`invitation:open@${dana}`);
    expect(listing(handed).openOwner).toEqual({ objectId: 'lee', name: 'Lee Gu' });
    expect(listing(history(drafted, accepted, relationshipEnded)).openOwner).toBeUndefined();
  });

  it('have each of its terms for searching, also an earlier invitation’s id', () => {
    const { search } = listing(standings['a draft']);
    for (const term of ['contoso.com', 'adele@contoso.com', 'r0ld1', '0ld1']) {
      expect(search).toContain(`all:${term}`);
      expect(search).toContain(`open:${term}`);
    }
    expect(search).toContain('name:contoso');
    expect(search.some((key) => key.startsWith('active:'))).toBe(false);
  });
});
