import type { Cloud } from '../../relationship/partner.ts';
import { customerDomain, type TenantAnswer } from '../../relationship/values/customer-domain.ts';

/** What `createPartnerAuthority` needs: Entra's address without a tenant, the tenants of all partners, the look-up. */
export type PartnerAuthorityParts = {
  readonly authority: string;
  readonly tenantIds: readonly string[];
  readonly lookUpTenant: (domain: string, cloud: Cloud) => Promise<TenantAnswer>;
};

/**
 * Finds the authority where a person of a partner signs in: with a single partner tenant, the authority of that tenant;
 * else that of the domain or e-mail address that the person gives. Undefined for a domain that belongs to no partner.
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
