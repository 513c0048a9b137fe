import { describe, expect, it } from 'vitest';
import { evolve } from '../../src/relationship/evolve.ts';
import { readinessOf } from '../../src/relationship/readiness.ts';
import { isAboutInvitation } from '../../src/relationship/relationship.ts';
import {
  accepted,
  added,
  contoso,
  dana,
  declined,
  diego,
  drafted,
  ended,
  fabrikam,
  given,
  history,
  invite,
  lee,
  nestor,
  nextMonday,
  nextTuesday,
  relationshipEnded,
  shared,
  standings,
  tuesday,
  wednesday,
} from '../support/given.ts';

const { tenantId: _, ...newcomer } = contoso;
const add = { type: 'add', by: diego, customer: newcomer, regions: invite.regions } as const;

describe('S3: adding a new customer', () => {
  it('forms the relationship by itself, without an invitation', () => {
    given(undefined)
      .when(add, tuesday)
      .then([{ type: 'customer-added', at: tuesday, by: diego, customer: newcomer }]);
    const relationship = evolve(undefined, added);
    expect(relationship).toMatchObject({ status: 'active', origin: 'added', by: dana });
    expect(relationship.invitation).toBeUndefined();
    expect(isAboutInvitation(relationship)).toBe(false);
  });

  it('leaves agreement and admin access open, each for itself (S2, S4)', () => {
    expect(readinessOf(evolve(undefined, added))).toEqual({
      canPurchase: false,
      canManage: false,
      missing: ['agreement', 'admin-access'],
    });
  });

  it('keeps what is known of somebody who was asked before', () => {
    const before = evolve(history(drafted, declined), {
      type: 'agreement-recorded',
      at: tuesday,
      by: dana,
    });
    const relationship = evolve(before, { ...added, at: wednesday });
    expect(relationship).toMatchObject({ status: 'active', agreement: 'accepted', since: wednesday });
    expect(relationship.invitation?.status).toBe('declined');
  });

  it('closes on the way an invitation whose end nobody has announced', () => {
    given(history(drafted, shared))
      .when(add, nextTuesday)
      .then([
        { type: 'invitation-expired', invitationId: 'R-7K2M', at: nextTuesday, by: diego },
        { type: 'customer-added', at: nextTuesday, by: diego, customer: newcomer },
      ]);
  });

  it('is refused while an invitation waits for an answer (S12)', () => {
    given(history(drafted, shared)).when(add, tuesday).then({
      code: 'already-invited',
      invitationId: 'R-7K2M',
      customer: 'Contoso',
      by: 'Dana Souza',
      expiresAt: nextMonday,
    });
  });

  it.each([
    ['who is a customer already', standings['an accepted invitation'], {}, 'already-active'],
    ['who is the partner itself', undefined, { tenantId: 'fabrikam-tenant' }, 'own-tenant'],
    ['who is in another cloud', undefined, { cloud: 'usgov' }, 'other-cloud'],
  ] as const)('is refused for somebody %s', (__, relationship, change, code) => {
    const customer = { ...contoso, ...change };
    const outcome = () =>
      given(relationship)
        .when({ ...add, customer }, tuesday)
        .then([]);
    expect(outcome).toThrow(code);
  });

  it('is refused in another region (S8)', () => {
    const regions = { partner: 'europe', customer: 'united-states' };
    given(undefined)
      .when({ ...add, regions, customer: { ...newcomer, country: 'US' } }, tuesday)
      .then({ code: 'other-region', partner: fabrikam.country, customer: 'US' });
  });

  it.each([nestor, lee])('is not for everybody: %o', (by) => {
    given(undefined)
      .when({ ...add, by }, tuesday)
      .then({ code: 'role-required', needed: ['admin', 'sales'] });
  });
});

describe('ending a relationship', () => {
  const end = { type: 'end', by: dana, confirmation: 'contoso.com' } as const;

  it.each([
    ['that was accepted', history(drafted, accepted)],
    ['that was added', evolve(undefined, added)],
  ])('%s needs the domain once more', (__, relationship) => {
    given(relationship)
      .when({ ...end, confirmation: 'contoso' }, wednesday)
      .then({ code: 'not-confirmed', domain: 'contoso.com' });
    given(relationship)
      .when({ ...end, confirmation: ' Contoso.COM ' }, wednesday)
      .then([relationshipEnded]);
  });

  it('leaves nothing to purchase or manage, and admin access as it was', () => {
    const granted = { type: 'access-recorded', at: tuesday, by: dana, access: 'granted' } as const;
    const relationship = history(drafted, accepted, granted, relationshipEnded);
    expect(relationship).toMatchObject({ status: 'ended', since: wednesday, adminAccess: 'granted' });
    expect(readinessOf(relationship)).toMatchObject({ canPurchase: false, canManage: false });
  });

  it.each([
    ['was never one', history(drafted)],
    ['has ended', ended()],
  ])('is refused where there %s', (__, relationship) => {
    given(relationship).when(end, wednesday).then({ code: 'not-active', customer: 'Contoso' });
  });

  it('is the Admin agent’s', () => {
    given(history(drafted, accepted))
      .when({ ...end, by: diego }, wednesday)
      .then({ code: 'role-required', needed: ['admin'] });
  });

  it('lets the customer be invited or added again', () => {
    given(ended())
      .when({ ...invite, terms: { ...invite.terms, lifeDays: 1 } }, wednesday)
      .then([
        {
          ...drafted,
          terms: { ...invite.terms, lifeDays: 1 },
          at: wednesday,
          expiresAt: new Date(wednesday.getTime() + 86_400_000),
        },
      ]);
    given(ended())
      .when({ ...add, customer: contoso }, wednesday)
      .then([{ type: 'customer-added', at: wednesday, by: diego, customer: contoso }]);
  });
});
