import { regrouped, type TenantGroup } from '../../relationship/values/tenant-groups.ts';
import { partnerEntry } from '../aggregates/entries.ts';
import type { Mongo } from '../mongo.ts';
import { type ChangePartner, changing } from './change-partner.ts';

/**
 * Stores the tenants that the operator configured for each partner; doing it again writes nothing. Returns the ids of
 * the partners that claim the same tenants: they stay separate partners. It reads all partners once: there are tens of
 * them, and their number does not grow with use.
 */
export function createPartnerTenants({ partners }: Pick<Mongo, 'partners'>, change: ChangePartner) {
  const give = (id: string, tenantIds: readonly string[]) =>
    change(id, (stored, now) => {
      if (!stored) return undefined;
      const facts = { before: { tenantIds: stored.profile.tenantIds }, after: { tenantIds } };
      const by = { kind: 'clock' } as const;
      const entries = partnerEntry('profile', { subject: null, at: now, ...facts }, { by });
      return changing({ profile: { ...stored.profile, tenantIds } }, entries);
    });

  return async (groups: readonly TenantGroup[]): Promise<readonly (readonly string[])[]> => {
    const stored = await partners.find({}, { projection: { 'profile.tenantIds': 1 } }).toArray();
    const known = stored.map(({ _id: id, profile }) => ({ id, tenantIds: profile.tenantIds }));
    const { partners: all, rivals } = regrouped(groups, known);
    const hadOf = (id: string) => known.find((one) => one.id === id)?.tenantIds ?? [];
    const wanted = all.filter(({ id, tenantIds }) => String(tenantIds) !== String(hadOf(id)));
    // Each partner first gives up its former tenants, so that a tenant never belongs to two partners.
    for (const { id, tenantIds } of wanted) {
      const kept = hadOf(id).filter((tenantId) => tenantIds.includes(tenantId));
      await give(id, kept);
    }
    for (const { id, tenantIds } of wanted) await give(id, tenantIds);
    return rivals;
  };
}
