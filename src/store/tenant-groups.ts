import { regrouped, type TenantGroup } from '../relationship/values/tenant-groups.ts';
import { partnerEntry } from './audit/entries.ts';
import type { Audit } from './audit/transaction.ts';
import type { Mongo } from './mongo.ts';

/**
 * Gives the stored partners the tenants that the operator says they have; repeating it does no harm. The ids of those
 * partners that want the same tenants come back: they stay apart.
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
    const { partners: wanted, rivals } = regrouped(groups, known);
    // What one gives up first, so that a tenant never belongs to two.
    for (const { id, tenantIds } of wanted) {
      const had = known.find((one) => one.id === id)?.tenantIds ?? [];
      await give(
        id,
        had.filter((tenantId) => tenantIds.includes(tenantId)),
      );
    }
    for (const { id, tenantIds } of wanted) await give(id, tenantIds);
    return rivals;
  };
}
