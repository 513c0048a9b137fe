import { regrouped, type TenantGroup } from '../relationship/values/tenant-groups.ts';
import { partnerEntry } from './audit/entries.ts';
import type { Audit } from './audit/transaction.ts';
import type { Mongo } from './mongo.ts';

/**
 * Stores the tenants that the operator configured for each partner; doing it again writes nothing. Returns the ids of
 * the partners that claim the same tenants: they stay separate partners. It reads all partners once: there are tens of
 * them, and their number does not grow with use.
 */
export function createPartnerTenants({ partners }: Pick<Mongo, 'partners'>, audit: Audit) {
  const give = (id: string, tenantIds: readonly string[]): Promise<void> =>
    audit.transaction(id, async ({ session, record }) => {
      const query = { _id: id, tenantIds: { $ne: tenantIds } };
      const options = { session, returnDocument: 'after' } as const;
      const before = await partners.findOne({ _id: id }, { session });
      const change = { $set: { tenantIds }, $currentDate: { updatedAt: true } } as const;
      const after = await partners.findOneAndUpdate(query, change, options);
      if (!after) return;
      const facts = { before: { tenantIds: before?.tenantIds ?? [] }, after: { tenantIds } };
      const entry = { subject: null, at: after.updatedAt, ...facts };
      await record(partnerEntry('profile', entry, { by: { kind: 'clock' } }));
    });

  return async (groups: readonly TenantGroup[]): Promise<readonly (readonly string[])[]> => {
    const stored = await partners.find({}, { projection: { tenantIds: 1 } }).toArray();
    const known = stored.map(({ _id: id, tenantIds }) => ({ id, tenantIds }));
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
