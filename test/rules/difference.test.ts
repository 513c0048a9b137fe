import { describe, expect, it } from 'vitest';
import { changed } from '../../src/relationship/difference.ts';
import { evolve } from '../../src/relationship/evolve.ts';
import {
  accepted,
  added,
  diego,
  drafted,
  history,
  nextMonday,
  nextTuesday,
  shared,
  tuesday,
} from '../support/given.ts';

describe('what an event changed', () => {
  it('is everything, of a customer of whom nothing was known', () => {
    expect(changed(undefined, history(drafted))).toStrictEqual({
      before: {},
      after: {
        status: 'invited',
        agreement: 'unknown',
        adminAccess: 'none',
        invitationId: 'R-7K2M',
        invitation: 'draft',
        expiresAt: nextMonday,
      },
    });
    const { after } = changed(undefined, evolve(undefined, added));
    expect(after).toStrictEqual({ status: 'active', agreement: 'unknown', adminAccess: 'none' });
  });

  it('is how the relationship and its invitation stand, and nothing that stayed as it was', () => {
    expect(changed(history(drafted, shared), history(drafted, shared, accepted))).toStrictEqual({
      before: { status: 'invited', invitation: 'sent' },
      after: { status: 'active', invitation: 'accepted' },
    });
  });

  it('is nothing, where the event only notes something', () => {
    const sent = history(drafted, shared);
    const reminded = evolve(sent, {
      type: 'invitation-reminded',
      invitationId: 'R-7K2M',
      at: tuesday,
      by: diego,
    });
    expect(changed(sent, reminded)).toStrictEqual({ before: {}, after: {} });
  });

  it('is until when, and whose', () => {
    const about = { invitationId: 'R-7K2M', at: tuesday, by: diego };
    const before = history(drafted);
    const extended = evolve(before, { ...about, type: 'invitation-extended', expiresAt: nextTuesday });
    expect(changed(before, extended)).toStrictEqual({
      before: { expiresAt: nextMonday },
      after: { expiresAt: nextTuesday },
    });
    const handed = evolve(before, { ...about, type: 'invitation-handed-over', to: diego });
    expect(changed(before, handed)).toStrictEqual({ before: {}, after: { owner: 'Diego Siciliani' } });
  });
});
