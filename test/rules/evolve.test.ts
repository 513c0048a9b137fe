import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/relationship/event.ts';
import { evolve } from '../../src/relationship/evolve.ts';
import type { Relationship } from '../../src/relationship/relationship.ts';
import {
  accepted,
  alex,
  contoso,
  dana,
  declined,
  diego,
  drafted,
  ended,
  expired,
  history,
  megan,
  monday,
  nextMonday,
  revoked,
  shared,
  standings,
  terms,
  tokenHashOf,
  tuesday,
  viewed,
  wednesday,
} from '../support/given.ts';

// What stays the same from the first day of R-7K2M to its last.
const issued = {
  id: 'R-7K2M',
  tokenHash: tokenHashOf('7a2c9d4f81e03b56'),
  terms,
  createdAt: monday,
  createdBy: dana,
  expiresAt: nextMonday,
};
const unknown = { customer: contoso, agreement: 'unknown', adminAccess: 'none' } as const;
const never = { status: 'none' } as const;

describe('an invitation', () => {
  it('is a draft at first', () => {
    expect(history(drafted)).toStrictEqual({
      ...unknown,
      status: 'invited',
      before: never,
      invitation: { ...issued, status: 'draft' },
    });
  });

  it('is sent once it went out', () => {
    expect(history(drafted, { ...shared, at: tuesday, by: diego })).toStrictEqual({
      ...unknown,
      status: 'invited',
      before: never,
      invitation: { ...issued, sentAt: tuesday, status: 'sent', at: tuesday, by: diego, attendedAt: tuesday },
    });
  });

  it('remembers who sent it last, and when it went out first', () => {
    const { invitation } = history(drafted, shared, { ...shared, at: tuesday, by: diego });
    expect(invitation).toStrictEqual({
      ...issued,
      sentAt: monday,
      status: 'sent',
      at: tuesday,
      by: diego,
      attendedAt: tuesday,
    });
  });

  it('is read once somebody of the customer has read it, sent or not', () => {
    const read = { ...issued, status: 'viewed', at: tuesday, by: alex };
    expect(history(drafted, viewed).invitation).toStrictEqual({ ...read, sentAt: tuesday });
    const attended = { sentAt: monday, attendedAt: monday };
    expect(history(drafted, shared, viewed).invitation).toStrictEqual({ ...read, ...attended });
  });

  it('stays read when it is shared again', () => {
    const { invitation } = history(drafted, viewed, { ...shared, at: wednesday });
    expect(invitation).toStrictEqual({
      ...issued,
      sentAt: tuesday,
      attendedAt: wednesday,
      status: 'viewed',
      at: tuesday,
      by: alex,
    });
  });

  it('forgets who sent and read it once it is closed, but not when it went out', () => {
    expect(history(drafted, shared, viewed, declined).invitation).toStrictEqual({
      ...issued,
      sentAt: monday,
      status: 'declined',
      at: tuesday,
      by: megan,
      reason: 'Too early',
    });
  });
});

describe('a relationship', () => {
  it('is active from the moment of the yes', () => {
    expect(history(drafted, shared, accepted)).toStrictEqual({
      ...unknown,
      status: 'active',
      since: tuesday,
      origin: 'accepted',
      by: megan,
      invitation: {
        ...issued,
        sentAt: monday,
        status: 'accepted',
        at: tuesday,
        by: megan,
        proof: 'administrator',
      },
    });
  });

  it.each([
    ['a no', declined, { status: 'declined', at: tuesday, by: megan, reason: 'Too early' }],
    ['a withdrawal', revoked, { status: 'revoked', at: tuesday, by: dana, reason: 'Wrong contact' }],
    ['the end of its time', expired, { status: 'expired', at: nextMonday, by: { kind: 'clock' } }],
  ])('is none again after %s', (_, event, closing) => {
    expect(history(drafted, event)).toStrictEqual({
      ...unknown,
      status: 'none',
      invitation: { ...issued, ...closing },
    });
  });

  it.each([
    ['a no', declined],
    ['a withdrawal', revoked],
    ['the end of its time', expired],
  ])('that had ended has ended still after %s to a new invitation', (_, event) => {
    const { status, ...rest } = [drafted, event].reduce<Relationship>(evolve, ended());
    expect({ status, since: 'since' in rest ? rest.since : undefined }).toStrictEqual({
      status: 'ended',
      since: wednesday,
    });
  });

  it('that had ended is active again, since the new yes', () => {
    const later = { ...accepted, at: nextMonday };
    const relationship = [drafted, later].reduce<Relationship>(evolve, ended());
    expect(relationship).toStrictEqual({
      ...unknown,
      status: 'active',
      since: nextMonday,
      origin: 'accepted',
      by: megan,
      invitation: { ...issued, status: 'accepted', at: nextMonday, by: megan, proof: 'administrator' },
    });
  });

  it('keeps what is known of agreement and admin access through a new invitation and its end', () => {
    const known = { ...ended(), agreement: 'attested', adminAccess: 'removed' } as const;
    const reinvited = evolve(known, drafted);
    const { agreement, adminAccess } = evolve(reinvited, revoked);
    expect([reinvited.agreement, reinvited.adminAccess]).toStrictEqual(['attested', 'removed']);
    expect([agreement, adminAccess]).toStrictEqual(['attested', 'removed']);
  });

  it('knows the customer as the newest invitation names it', () => {
    const renamed = { ...drafted, customer: { ...contoso, name: 'Contoso Iberia' } };
    const relationship = [expired, renamed].reduce<Relationship>(evolve, history(drafted));
    expect(relationship.customer).toStrictEqual({ ...contoso, name: 'Contoso Iberia' });
  });

  it('is made anew, the one before is untouched', () => {
    const before = history(drafted, shared);
    const copy = structuredClone(before);
    for (const event of [shared, viewed, accepted, declined, revoked, expired, drafted]) {
      evolve(before, event);
      expect(before).toStrictEqual(copy);
    }
  });
});

describe('an event without an open invitation', () => {
  const followups: Event[] = [shared, viewed, accepted, declined, revoked, expired];
  const closed = Object.entries<Relationship | undefined>(standings).filter(
    ([, relationship]) => relationship?.status !== 'invited',
  );

  it.each(closed)('is a fault of the program, given %s', (_, relationship) => {
    for (const event of followups) {
      expect(() => evolve(relationship, event)).toThrow(`No open invitation for ${event.type}`);
    }
  });
});
