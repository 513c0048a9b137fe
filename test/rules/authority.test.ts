import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/relationship/partner.ts';
import { proofOfAuthority } from '../../src/relationship/rules/authority.ts';
import { mayDo } from '../../src/relationship/rules/permissions.ts';
import { adele, alex, megan } from '../support/given.ts';

describe('what lets somebody answer for the customer', () => {
  it('is being the contact, whatever the capitals of the e-mail', () => {
    const shouting = { ...adele, emails: ['Adele@CONTOSO.com'] };
    expect(proofOfAuthority(shouting, 'contact', 'adele@contoso.com')).toBe('contact');
    expect(proofOfAuthority(adele, 'contact', 'ADELE@contoso.COM')).toBe('contact');
  });

  it('is any of the names under which the directory knows them', () => {
    const several = { ...adele, emails: ['adelev@contoso.onmicrosoft.com', 'adele@contoso.com'] };
    expect(proofOfAuthority(several, 'contact', 'adele@contoso.com')).toBe('contact');
  });

  it('is not an e-mail that only contains the contact’s', () => {
    const similar = { ...adele, emails: ['notadele@contoso.com', 'adele@contoso.com.example', ''] };
    expect(proofOfAuthority(similar, 'contact', 'adele@contoso.com')).toBeUndefined();
  });

  it('is nothing at all for somebody whose e-mail nobody knows', () => {
    const nameless = { ...adele, emails: [] };
    expect(proofOfAuthority(nameless, 'contact', 'adele@contoso.com')).toBeUndefined();
    expect(proofOfAuthority(nameless, 'contact', undefined)).toBeUndefined();
    expect(proofOfAuthority({ ...adele, emails: [''] }, 'contact', undefined)).toBeUndefined();
  });

  it('is the stronger proof of the invitation when the contact is an administrator too', () => {
    expect(proofOfAuthority({ ...megan, emails: adele.emails }, 'contact', 'adele@contoso.com')).toBe(
      'contact',
    );
  });

  it('is administering the tenant, under every setting', () => {
    expect(proofOfAuthority(megan, 'contact', 'adele@contoso.com')).toBe('administrator');
    expect(proofOfAuthority(megan, 'contact', undefined)).toBe('administrator');
    expect(proofOfAuthority(megan, 'administrator', undefined)).toBe('administrator');
    expect(proofOfAuthority(megan, 'member', undefined)).toBe('administrator');
  });

  it('is belonging to the organisation only where the partner says so', () => {
    expect(proofOfAuthority(alex, 'member', undefined)).toBe('member');
    expect(proofOfAuthority(alex, 'contact', undefined)).toBeUndefined();
    expect(proofOfAuthority(alex, 'administrator', undefined)).toBeUndefined();
  });
});

describe('what a role allows', () => {
  it.each<[Role, { sell: boolean; read: boolean }]>([
    ['admin', { sell: true, read: true }],
    ['sales', { sell: true, read: true }],
    ['helpdesk', { sell: false, read: true }],
    ['none', { sell: false, read: false }],
  ])('%s', (role, allowed) => {
    expect({ sell: mayDo('invite', role), read: mayDo('read', role) }).toStrictEqual(allowed);
  });
});
