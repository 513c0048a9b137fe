import { describe, expect, it } from 'vitest';
import type { InvitationDrafted } from '../../src/relationship/event.ts';
import type { Relationship } from '../../src/relationship/relationship.ts';
import {
  contoso,
  dana,
  drafted,
  given,
  history,
  nextMonday,
  standings,
  terms,
  tokenHashOf,
  tuesday,
} from '../support/given.ts';

const reissue = {
  type: 'reissue',
  by: dana,
  invitationId: 'R-7K2M',
  newInvitationId: 'R-9Q3D',
  tokenHash: tokenHashOf('9b3d55aa01f27c84'),
} as const;
const again = (at: Date): InvitationDrafted => ({
  type: 'invitation-drafted',
  invitationId: 'R-9Q3D',
  tokenHash: tokenHashOf('9b3d55aa01f27c84'),
  at,
  by: dana,
  customer: contoso,
  terms,
  expiresAt: new Date(at.getTime() + 7 * 86_400_000),
});

describe('reissuing an invitation', () => {
  it('marks the open one superseded and makes a new link on the same terms, for the whole time again', () => {
    given(standings['a draft'])
      .when(reissue, tuesday)
      .then([
        { type: 'invitation-superseded', invitationId: 'R-7K2M', at: tuesday, by: dana },
        again(tuesday),
      ]);
  });

  it('says of one whose time is over that it expired', () => {
    given(standings['a draft'])
      .when(reissue, nextMonday)
      .then([
        { type: 'invitation-expired', invitationId: 'R-7K2M', at: nextMonday, by: dana },
        again(nextMonday),
      ]);
  });

  it.each(['a declined invitation', 'a withdrawn invitation', 'an expired invitation'] as const)(
    'of %s only makes the new one',
    (standing) => {
      given(standings[standing])
        .when(reissue, tuesday)
        .then([again(tuesday)]);
    },
  );

  it('is refused once the customer has accepted', () => {
    const active: Relationship = standings['an accepted invitation'];
    given(active)
      .when(reissue, tuesday)
      .then({
        code: 'already-active',
        customer: 'Contoso',
        since: 'since' in active ? active.since : tuesday,
      });
  });

  it('is refused for one that was replaced already, and to people who may not sell', () => {
    given(standings['a draft'])
      .when({ ...reissue, invitationId: 'R-1111' }, tuesday)
      .then({ code: 'invitation-replaced' });
    given(standings['a draft'])
      .when({ ...reissue, by: { ...dana, role: 'helpdesk' } }, tuesday)
      .then({ code: 'role-required', needed: ['admin', 'sales'] });
  });

  it('leaves one open invitation, the new one', () => {
    const superseded = {
      type: 'invitation-superseded',
      invitationId: 'R-7K2M',
      at: tuesday,
      by: dana,
    } as const;
    const state = history(drafted, superseded, {
      ...drafted,
      invitationId: 'R-9Q3D',
      tokenHash: tokenHashOf('9b3d55aa01f27c84'),
    });
    expect([state.status, state.invitation.id, state.invitation.status]).toEqual([
      'invited',
      'R-9Q3D',
      'draft',
    ]);
  });
});
