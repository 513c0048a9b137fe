import { describe, expect, it } from 'vitest';
import { profileCard } from '../../src/teams/cards/profile-card.ts';
import { readCard } from '../support/cards/card-rules.ts';
import { fabrikam } from '../support/given.ts';

const reader = { language: 'en', timeZone: 'UTC' } as const;
const linkOf = (partnerId: string) =>
  `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=${partnerId}&msppId=0#/`;

describe('the card of a profile', () => {
  it('says that Microsoft’s link has changed, also where the ends of both are the same', () => {
    const [before, after] = ['1234567', '7654321'].map((id) => ({ ...fabrikam, microsoftLink: linkOf(id) }));
    const lines = readCard(profileCard({ before, after: after ?? fabrikam }, reader).attachment.content);
    expect(lines[0]).toBe('✓ Profile changed');
    expect(lines.filter((line) => line.includes('before:'))).toHaveLength(1);
  });
});
