import type { Partner } from '../partner.ts';

/** The tenants of one partner; a partner often has one per region or cloud. */
export type TenantGroup = readonly string[];

type PartnerTenants = Pick<Partner, 'id' | 'tenantIds'>;

/** Which tenants each partner has from now on, and which partners want the same group of them. */
export type Regrouping = {
  readonly partners: readonly PartnerTenants[];
  /** Nobody can say which of these a new tenant belongs to: each keeps what it had. */
  readonly rivals: readonly (readonly string[])[];
};

/** The partners under the operator's groups; whoever has no tenant in them stays as it was. */
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

// A partner is called by its first tenant, and stays with it as long as it has it.
function groupOf(groups: readonly TenantGroup[], { id, tenantIds }: PartnerTenants): TenantGroup | undefined {
  const order = [...tenantIds].sort((one, other) => Number(other === id) - Number(one === id));
  return order
    .map((tenantId) => groups.find((group) => group.includes(tenantId)))
    .find((group) => group !== undefined);
}
