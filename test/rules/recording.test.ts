import { describe, expect, it } from 'vitest';
import { evolve } from '../../src/relationship/evolve.ts';
import { readinessOf } from '../../src/relationship/readiness.ts';
import { dana, given, megan, monday, standings, tuesday } from '../support/given.ts';

const active = standings['an accepted invitation'];
const attestation = { name: megan.name, email: 'megan@contoso.com', agreedOn: monday };
const agreement = { type: 'agreement', by: dana } as const;
const access = { type: 'access', by: dana, access: 'granted' } as const;
const about = { at: tuesday, by: dana } as const;

describe('S2: recording the customer agreement', () => {
  it('says that it is signed with Microsoft', () => {
    given(active)
      .when(agreement, tuesday)
      .then([{ ...about, type: 'agreement-recorded' }]);
  });

  it('keeps who signed and when, if the partner attests it', () => {
    given(active)
      .when({ ...agreement, attestation }, tuesday)
      .then([{ ...about, type: 'agreement-recorded', attestation }]);
  });

  it('is refused for a day that is still to come', () => {
    given(active)
      .when({ ...agreement, attestation: { ...attestation, agreedOn: tuesday } }, monday)
      .then({ code: 'date-in-future' });
  });

  it.each(['helpdesk', 'none'] as const)('is not for a %s', (role) => {
    given(active)
      .when({ ...agreement, by: { ...dana, role } }, tuesday)
      .then({ code: 'role-required', needed: ['admin', 'sales'] });
  });

  it('makes purchases possible together with the relationship, and not alone', () => {
    const recorded = { ...about, type: 'agreement-recorded' } as const;
    expect(readinessOf(evolve(active, recorded)).canPurchase).toBe(true);
    const waiting = standings['a draft'];
    expect(readinessOf(evolve(waiting, recorded)).canPurchase).toBe(false);
  });
});

describe('S4: recording admin access', () => {
  it('is the Admin agent’s', () => {
    given(active)
      .when({ ...access, by: { ...dana, role: 'sales' } }, tuesday)
      .then({ code: 'role-required', needed: ['admin'] });
    given(active)
      .when(access, tuesday)
      .then([{ ...about, type: 'access-recorded', access: 'granted' }]);
  });

  it('makes managing possible, and taking it away impossible again', () => {
    const granted = evolve(active, { ...about, type: 'access-recorded', access: 'granted' });
    expect(readinessOf(granted).canManage).toBe(true);
    const removed = evolve(granted, { ...about, type: 'access-recorded', access: 'removed' });
    expect(readinessOf(removed).canManage).toBe(false);
    expect(removed.status).toBe('active');
  });

  it('changes nothing that is so already', () => {
    const granted = evolve(active, { ...about, type: 'access-recorded', access: 'granted' });
    given(granted).when(access, tuesday).then([]);
  });
});
