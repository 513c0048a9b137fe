import type { Cloud } from '../../relationship/partner.ts';
import { customerDomain, type TenantAnswer } from '../../relationship/values/customer-domain.ts';

/** What finding a partner's own authority needs. */
export type PartnerAuthorityParts = {
  readonly authority: string;
  readonly tenantIds: readonly string[];
  readonly lookUpTenant: (domain: string, cloud: Cloud) => Promise<TenantAnswer>;
};

/**
 * At which authority a partner's people sign in: where there is only one partner, at its own; else at that of the
 * domain they name, or of their e-mail address. Undefined for a domain that is no partner's.
 */
export function createPartnerAuthority({ authority, tenantIds, lookUpTenant }: PartnerAuthorityParts) {
  return async (written: string | null): Promise<string | undefined> => {
    const [only, ...others] = tenantIds;
    if (only !== undefined && others.length === 0) return `${authority}/${only}`;
    const domain = customerDomain((written ?? '').slice(0, 320).replace(/^.*@/, ''));
    const answer = domain ? await lookUpTenant(domain, 'public') : undefined;
    const isPartner = answer?.found && tenantIds.includes(answer.tenantId);
    return isPartner ? `${authority}/${answer.tenantId}` : undefined;
  };
}
