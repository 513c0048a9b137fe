import { describe, expect, it } from 'vitest';
import { isMicrosoftLink } from '../../src/relationship/partner.ts';

describe('Microsoft’s link', () => {
  it.each([
    'https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=1#/partners/invitation',
    'https://partner.microsoft.com/x',
    'https://admin.cloud.microsoft/x',
    'https://portal.office.com/partner/partnersignup.aspx?type=ResellerRelationship&id=1',
    'https://portal.office365.us/x',
    'https://ADMIN.MICROSOFT.COM/x',
  ])('may lead to %s', (link) => {
    expect(isMicrosoftLink(link)).toBe(true);
  });

  it.each([
    'http://admin.microsoft.com/x',
    'https://admin.microsoft.com.example/x',
    'https://adminmicrosoft.com/x',
    'https://example.com/admin.microsoft.com',
    'https://admin.microsoft.com@example.com/x',
    'https://somebody@admin.microsoft.com/x',
    'https://admin.microsoft.com:8443/x',
    'https://forms.office.com/x',
    'https://evil.portal.office.com/x',
    'https://аdmin.microsоft.com/x',
    'javascript:alert(1)//admin.microsoft.com',
    'admin.microsoft.com',
    '',
  ])('never leads to %j', (link) => {
    expect(isMicrosoftLink(link)).toBe(false);
  });
});
