import type { Partner } from '../partner.ts';

/** The tenants of one partner; many partners have one per region or cloud. */
export type TenantGroup = readonly string[];

type PartnerTenants = Pick<Partner, 'id' | 'tenantIds'>;

/** The tenants of each partner from now on, and the partners that claim the same group. */
export type Regrouping = {
  readonly partners: readonly PartnerTenants[];
  /**
   * The ids of partners that claim one group. Each keeps its own tenants, because the group's others could be any
   * partner's.
   */
  readonly rivals: readonly (readonly string[])[];
};

/**
 * Gives each partner the tenants of its group. A partner without a tenant in any group is left out and stays as it was.
 */
export function regrouped(groups: readonly TenantGroup[], partners: readonly PartnerTenants[]): Regrouping {
  const claims = groups.map((group) => {
    return { group, claimants: partners.filter((partner) => groupOf(groups, partner) === group) };
  });
  return {
    partners: claims.flatMap(({ group, claimants }) =>
      claimants.map(({ id, tenantIds }) => {
        const kept = tenantIds.filter((tenantId) => group.includes(tenantId));
        return { id, tenantIds: claimants.length === 1 ? group : kept };
      }),
    ),
    rivals: claims
      .filter(({ claimants }) => claimants.length > 1)
      .map(({ claimants }) => claimants.map(({ id }) => id)),
  };
}

// A partner's id is its first tenant, and that tenant's group comes first as long as the partner has the tenant.
function groupOf(groups: readonly TenantGroup[], { id, tenantIds }: PartnerTenants): TenantGroup | undefined {
  const order = [...tenantIds].sort((one, other) => Number(other === id) - Number(one === id));
  return order
    .map((tenantId) => groups.find((group) => group.includes(tenantId)))
    .find((group) => group !== undefined);
}
