import { describe, expect, it } from 'vitest';
import { decide } from '../../src/relationship/decide.ts';
import { evolve } from '../../src/relationship/evolve.ts';
import { ownerOf } from '../../src/relationship/relationship.ts';
import {
  dana,
  declined,
  diego,
  drafted,
  fabrikam,
  given,
  history,
  nestor,
  nextMonday,
  replied,
  shared,
  tuesday,
  viewed,
  wednesday,
} from '../support/given.ts';

const invitationId = 'R-7K2M';
const byTheClock = { type: 'escalate', by: { kind: 'clock' }, invitationId, isOwnerGone: false } as const;
const ownerGone = { ...byTheClock, isOwnerGone: true } as const;
const partner = { ...fabrikam, escalationDays: 2 };
const sent = history(drafted, shared);
const owner = { objectId: dana.objectId, name: dana.name };
const of = { type: 'invitation-escalated', invitationId, by: { kind: 'clock' }, owner } as const;
const unattended = (at: Date) => ({ ...of, at, reason: 'unattended', days: 2 }) as const;
const withoutRole = (at: Date) => ({ ...of, at, reason: 'no-role' }) as const;

describe('an invitation that nobody looks after', () => {
  it('is told of after the partner’s days, a draft too, and not before', () => {
    for (const relationship of [sent, history(drafted)]) {
      given(relationship, partner)
        .when(byTheClock, wednesday)
        .then([unattended(wednesday)]);
      given(relationship, partner)
        .when(byTheClock, new Date(wednesday.getTime() - 1))
        .then([]);
    }
  });

  it('is not told of by a partner that has set no days', () => {
    given(sent).when(byTheClock, wednesday).then([]);
  });

  it('is told of at once, by any partner, when its owner has no role any more', () => {
    given(sent)
      .when(ownerGone, tuesday)
      .then([withoutRole(tuesday)]);
  });

  it('is told of once', () => {
    given(evolve(sent, unattended(wednesday)), partner)
      .when(byTheClock, wednesday)
      .then([]);
    given(evolve(sent, withoutRole(tuesday)), partner)
      .when(ownerGone, wednesday)
      .then([]);
  });

  it('is told of a second time when its owner goes after that', () => {
    given(evolve(sent, unattended(wednesday)), partner)
      .when(ownerGone, wednesday)
      .then([withoutRole(wednesday)]);
  });

  it('counts from the last thing that an agent did, not from what the customer does', () => {
    const reminded = { type: 'invitation-reminded', invitationId, at: tuesday, by: diego } as const;
    given(evolve(sent, reminded), partner).when(byTheClock, wednesday).then([]);
    given(evolve(sent, { ...replied, at: tuesday }), partner)
      .when(byTheClock, wednesday)
      .then([]);
    given(evolve(sent, { ...viewed, at: tuesday }), partner)
      .when(byTheClock, wednesday)
      .then([unattended(wednesday)]);
    const byClock = { ...reminded, by: { kind: 'clock' }, day: 1 } as const;
    given(evolve(sent, byClock), partner)
      .when(byTheClock, wednesday)
      .then([unattended(wednesday)]);
  });

  it.each([
    ['answered', history(drafted, shared, declined)],
    ['over', sent],
  ])('leaves alone what is %s', (_, relationship) => {
    for (const command of [byTheClock, ownerGone])
      given(relationship, partner).when(command, nextMonday).then([]);
  });
});

describe('taking it over', () => {
  const takeOver = { type: 'take-over', by: diego, invitationId } as const;
  const told = evolve(sent, unattended(tuesday));
  const taken = decide(takeOver, { partner, relationship: told }, wednesday).reduce(evolve, told);

  it('gives it to whoever presses first, of any role that may look after invitations', () => {
    expect(taken.invitation && ownerOf(taken.invitation).name).toBe('Diego Siciliani');
    given(told)
      .when({ ...takeOver, by: nestor }, wednesday)
      .then({ code: 'role-required', needed: ['admin', 'sales'] });
  });

  it('tells the second who has it now, and does nothing for the first once more', () => {
    given(taken)
      .when({ ...takeOver, by: dana }, wednesday)
      .then({ code: 'looked-after', by: 'Diego Siciliani' });
    given(taken).when(takeOver, wednesday).then([]);
  });

  it('is also what the owner can do, who looks after it from now on', () => {
    const kept = decide({ ...takeOver, by: dana }, { partner, relationship: told }, wednesday).reduce(
      evolve,
      told,
    );
    given(kept, partner).when(byTheClock, wednesday).then([]);
    expect(kept.invitation && ownerOf(kept.invitation).name).toBe(dana.name);
  });

  it('begins the days anew', () => {
    const later = new Date(wednesday.getTime() + 2 * 86_400_000);
    const escalated = decide(byTheClock, { partner, relationship: taken }, later);
    expect(escalated).toMatchObject([{ type: 'invitation-escalated', owner: { name: 'Diego Siciliani' } }]);
  });

  it('is refused for what is over or answered', () => {
    given(told).when(takeOver, nextMonday).then({ code: 'invitation-over', expiredAt: nextMonday });
  });
});
