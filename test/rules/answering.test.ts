import { describe, expect, it } from 'vitest';
import { decide } from '../../src/relationship/decide.ts';
import type { Proof } from '../../src/relationship/event.ts';
import type { Authority } from '../../src/relationship/partner.ts';
import type { CustomerPerson } from '../../src/relationship/people.ts';
import {
  accept,
  adele,
  alex,
  dana,
  decline,
  declined,
  drafted,
  expired,
  fabrikam,
  given,
  history,
  justBefore,
  megan,
  monday,
  nextMonday,
  nextTuesday,
  outcomeOf,
  revoked,
  shared,
  standings,
  terms,
  tokenHashOf,
  tuesday,
  viewed,
  wednesday,
} from '../support/given.ts';

const sent = history(drafted, shared);
const { contact: _, ...toNobody } = terms;
const withoutContact = history({ ...drafted, terms: toNobody }, shared);

describe('accepting an invitation', () => {
  it('makes the customer’s yes an event, with what gave them the authority', () => {
    given(sent)
      .when(accept, tuesday)
      .then([
        {
          type: 'invitation-accepted',
          invitationId: 'R-7K2M',
          at: tuesday,
          by: megan,
          proof: 'administrator',
        },
      ]);
  });

  it('does not wait until somebody has recorded that it was sent or read', () => {
    given(history(drafted))
      .when({ ...accept, by: adele }, monday)
      .then([
        { type: 'invitation-accepted', invitationId: 'R-7K2M', at: monday, by: adele, proof: 'contact' },
      ]);
  });

  it('is possible up to the last instant', () => {
    const last = justBefore(nextMonday);
    given(history(drafted, shared, viewed))
      .when(accept, last)
      .then([
        { type: 'invitation-accepted', invitationId: 'R-7K2M', at: last, by: megan, proof: 'administrator' },
      ]);
  });

  it('is refused once it has expired', () => {
    given(sent).when(accept, nextMonday).then({ code: 'invitation-over', expiredAt: nextMonday });
  });

  it('is refused the second time, with who answered and when', () => {
    given(standings['an accepted invitation'])
      .when({ ...accept, by: adele }, wednesday)
      .then({
        code: 'invitation-closed',
        invitation: {
          id: 'R-7K2M',
          tokenHash: tokenHashOf('7a2c9d4f81e03b56'),
          terms,
          createdAt: drafted.at,
          createdBy: dana,
          expiresAt: nextMonday,
          sentAt: drafted.at,
          status: 'accepted',
          at: tuesday,
          by: megan,
          proof: 'administrator',
        },
      });
  });

  it.each([
    ['declined', declined],
    ['withdrawn', revoked],
    ['announced as expired', expired],
  ])('is refused once it was %s', (__, event) => {
    const { invitation } = history(drafted, shared, event);
    if (invitation.status === 'draft' || invitation.status === 'sent' || invitation.status === 'viewed') {
      throw new Error('The invitation is closed');
    }
    given(history(drafted, shared, event))
      .when(accept, nextTuesday)
      .then({ code: 'invitation-closed', invitation });
  });

  it('is refused through the link of an earlier invitation', () => {
    given(sent)
      .when({ ...accept, invitationId: 'R-OLD1' }, tuesday)
      .then({ code: 'invitation-replaced' });
  });
});

describe('declining an invitation', () => {
  it('keeps the reason, and what gave the authority', () => {
    given(sent)
      .when(decline, tuesday)
      .then([
        {
          type: 'invitation-declined',
          invitationId: 'R-7K2M',
          at: tuesday,
          by: megan,
          proof: 'administrator',
          reason: 'Too early',
        },
      ]);
  });

  it('is refused with a reason that is longer than it may be', () => {
    given(sent)
      .when({ ...decline, reason: 'x'.repeat(501) }, tuesday)
      .then({ code: 'text-too-long', most: 500 });
  });

  it('needs no reason', () => {
    given(sent)
      .when({ type: 'decline', by: megan, invitationId: 'R-7K2M' }, tuesday)
      .then([
        {
          type: 'invitation-declined',
          invitationId: 'R-7K2M',
          at: tuesday,
          by: megan,
          proof: 'administrator',
        },
      ]);
  });

  it('needs the same authority as accepting', () => {
    given(sent)
      .when({ ...decline, by: alex }, tuesday)
      .then({ code: 'no-authority', contact: 'adele@contoso.com' });
  });

  it('is refused once it has expired', () => {
    given(sent).when(decline, nextMonday).then({ code: 'invitation-over', expiredAt: nextMonday });
  });
});

describe('who may answer', () => {
  // Adele is the contact, Megan proved to be an administrator, Alex only works there.
  it.each<[Authority, string, CustomerPerson, Proof | 'no-authority']>([
    ['contact', 'the contact', adele, 'contact'],
    ['contact', 'an administrator', megan, 'administrator'],
    ['contact', 'a member', alex, 'no-authority'],
    ['administrator', 'the contact', adele, 'no-authority'],
    ['administrator', 'an administrator', megan, 'administrator'],
    ['administrator', 'a member', alex, 'no-authority'],
    ['member', 'the contact', adele, 'member'],
    ['member', 'an administrator', megan, 'administrator'],
    ['member', 'a member', alex, 'member'],
  ])('with the setting %s, %s', (authority, __, by, expected) => {
    const partner = { ...fabrikam, authority };
    if (expected === 'no-authority') {
      given(sent, partner)
        .when({ ...accept, by }, tuesday)
        .then({ code: 'no-authority', contact: 'adele@contoso.com' });
    } else {
      given(sent, partner)
        .when({ ...accept, by }, tuesday)
        .then([{ type: 'invitation-accepted', invitationId: 'R-7K2M', at: tuesday, by, proof: expected }]);
    }
  });

  it('is only an administrator when the invitation names no contact', () => {
    given(withoutContact)
      .when({ ...accept, by: adele }, tuesday)
      .then({ code: 'no-authority' });
    given(withoutContact)
      .when(accept, tuesday)
      .then([
        {
          type: 'invitation-accepted',
          invitationId: 'R-7K2M',
          at: tuesday,
          by: megan,
          proof: 'administrator',
        },
      ]);
  });

  it('is nobody of an organisation whose tenant merely looks alike', () => {
    given(sent, { ...fabrikam, authority: 'member' })
      .when({ ...accept, by: { ...megan, tenantId: 'contoso-tenant2' } }, tuesday)
      .then({ code: 'other-organisation' });
  });

  it('is no guest, even one who administers the customer’s tenant', () => {
    given(sent, { ...fabrikam, authority: 'member' })
      .when({ ...accept, by: { ...megan, isGuest: true } }, tuesday)
      .then({ code: 'other-organisation' });
  });

  it('is told after it is known that there is something to answer', () => {
    const outcome = outcomeOf(() =>
      decide({ ...accept, by: alex }, { partner: fabrikam, relationship: sent }, nextMonday),
    );
    expect(outcome).toStrictEqual({ code: 'invitation-over', expiredAt: nextMonday });
  });
});
