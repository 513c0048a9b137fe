import { describe, it } from 'vitest';
import {
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
  justBefore,
  lee,
  monday,
  nestor,
  nextMonday,
  nextTuesday,
  shared,
  standings,
  terms,
  tokenHashOf,
  tuesday,
} from '../support/given.ts';

const again = { ...invite, invitationId: 'R-9Q3D', tokenHash: tokenHashOf('9b3d55aa01f27c84') } as const;

describe('inviting a customer', () => {
  it('makes a draft that is valid for the partner’s seven days', () => {
    given(undefined)
      .when(invite, monday)
      .then([
        {
          type: 'invitation-drafted',
          at: monday,
          by: dana,
          invitationId: 'R-7K2M',
          tokenHash: tokenHashOf('7a2c9d4f81e03b56'),
          customer: contoso,
          terms,
          expiresAt: nextMonday,
        },
      ]);
  });

  it('is for Sales agents too', () => {
    given(undefined)
      .when({ ...invite, by: diego }, monday)
      .then([{ ...drafted, by: diego }]);
  });

  it.each([nestor, lee])('is refused to $role with the roles that may', (by) => {
    given(undefined)
      .when({ ...invite, by }, monday)
      .then({ code: 'role-required', needed: ['admin', 'sales'] });
  });

  it.each(fabrikam.tenantIds)('is refused for the partner’s own tenant %s', (tenantId) => {
    given(undefined)
      .when({ ...invite, customer: { ...contoso, tenantId } }, monday)
      .then({ code: 'own-tenant', domain: 'contoso.com' });
  });

  it('is refused when the customer is in another cloud', () => {
    given(undefined)
      .when({ ...invite, customer: { ...contoso, cloud: 'usgov' } }, monday)
      .then({ code: 'other-cloud', domain: 'contoso.com', partner: 'public', customer: 'usgov' });
  });

  it('is refused the other way round as well', () => {
    given(undefined, { ...fabrikam, cloud: 'usgov' })
      .when(invite, monday)
      .then({ code: 'other-cloud', domain: 'contoso.com', partner: 'usgov', customer: 'public' });
  });

  it('works between a partner and a customer of the US Government cloud', () => {
    const customer = { ...contoso, cloud: 'usgov' } as const;
    given(undefined, { ...fabrikam, cloud: 'usgov' })
      .when({ ...invite, customer }, monday)
      .then([{ ...drafted, customer }]);
  });
});

describe('S8: a customer of another region', () => {
  const regions = (partner: string | undefined, customer: string | undefined) => ({
    ...invite,
    customer: { ...contoso, country: 'US' },
    regions: { partner, customer },
  });

  it.each([
    ['europe', 'united-states'],
    ['europe', undefined],
    [undefined, undefined],
  ])('is refused before a link exists, naming both countries: %s and %s', (partner, customer) => {
    given(undefined)
      .when(regions(partner, customer), monday)
      .then({ code: 'other-region', partner: 'ES', customer: 'US' });
  });

  it('is one of another region, not of another country', () => {
    const customer = { ...contoso, country: 'PT' };
    given(undefined)
      .when({ ...invite, customer }, monday)
      .then([{ ...drafted, customer }]);
  });
});

describe('S6: the scope azure', () => {
  const government = { ...fabrikam, cloud: 'usgov' } as const;
  const customer = { ...contoso, cloud: 'usgov' } as const;

  it('is refused in Microsoft Cloud for US Government', () => {
    given(undefined, government)
      .when({ ...invite, customer, terms: { ...terms, scope: 'azure' } }, monday)
      .then({ code: 'azure-not-offered' });
  });

  it('S5: is there for everybody else', () => {
    const azure = { ...terms, scope: 'azure' } as const;
    given(undefined)
      .when({ ...invite, terms: azure }, monday)
      .then([{ ...drafted, terms: azure }]);
  });
});

describe('the life of an invitation', () => {
  it.each([
    [1, '2026-03-03T09:00:00Z'],
    [30, '2026-04-01T09:00:00Z'],
  ])('is %i days when the agent says so', (lifeDays, expiresAt) => {
    given(undefined)
      .when({ ...invite, terms: { ...terms, lifeDays } }, monday)
      .then([{ ...drafted, terms: { ...terms, lifeDays }, expiresAt: new Date(expiresAt) }]);
  });

  it.each([0, 31, -7])('cannot be %i days', (lifeDays) => {
    given(undefined)
      .when({ ...invite, terms: { ...terms, lifeDays } }, monday)
      .then({ code: 'life-out-of-range', shortest: 1, longest: 30 });
  });

  it('is the partner’s own when the agent says nothing', () => {
    given(undefined, { ...fabrikam, lifeDays: 14 })
      .when(invite, monday)
      .then([{ ...drafted, expiresAt: new Date('2026-03-16T09:00:00Z') }]);
  });
});

describe('inviting a customer again', () => {
  it('is refused while an invitation is open, which is named with its author and its end', () => {
    given(history(drafted, shared))
      .when({ ...again, by: diego }, tuesday)
      .then({
        code: 'already-invited',
        invitationId: 'R-7K2M',
        customer: 'Contoso',
        by: 'Dana Souza',
        expiresAt: nextMonday,
      });
  });

  it('is refused up to the last instant of the open one', () => {
    given(history(drafted, shared)).when(again, justBefore(nextMonday)).then({
      code: 'already-invited',
      invitationId: 'R-7K2M',
      customer: 'Contoso',
      by: 'Dana Souza',
      expiresAt: nextMonday,
    });
  });

  it('closes an expired one that nobody has announced yet on the way', () => {
    given(history(drafted, shared))
      .when({ ...again, by: diego }, nextMonday)
      .then([
        { type: 'invitation-expired', invitationId: 'R-7K2M', at: nextMonday, by: diego },
        {
          ...drafted,
          invitationId: 'R-9Q3D',
          tokenHash: tokenHashOf('9b3d55aa01f27c84'),
          at: nextMonday,
          by: diego,
          expiresAt: new Date('2026-03-16T09:00:00Z'),
        },
      ]);
  });

  it('is refused while the relationship is active, since when is said', () => {
    given(standings['an accepted invitation'])
      .when(again, nextTuesday)
      .then({ code: 'already-active', customer: 'Contoso', since: tuesday });
  });

  it.each([
    ['a no', history(drafted, declined)],
    ['the end of the relationship', ended()],
  ])('is possible after %s', (_, relationship) => {
    given(relationship)
      .when(again, monday)
      .then([{ ...drafted, invitationId: 'R-9Q3D', tokenHash: tokenHashOf('9b3d55aa01f27c84') }]);
  });

  it('says what is wrong with the request before it says how things stand', () => {
    given(history(drafted, shared))
      .when({ ...again, terms: { ...terms, lifeDays: 31 } }, tuesday)
      .then({ code: 'life-out-of-range', shortest: 1, longest: 30 });
  });
});
