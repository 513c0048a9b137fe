import type { Log } from '../log.ts';
import type { TenantGroup } from '../relationship/values/tenant-groups.ts';
import type { Store } from '../store/store.ts';

/** Stores the configured partner tenants, which is done before the program says that it is ready. */
export async function storeTenants(
  groups: readonly TenantGroup[],
  { keepTenants }: Pick<Store, 'keepTenants'>,
  log: Log,
): Promise<void> {
  for (const partnerIds of await keepTenants(groups))
    log.error(
      { partnerIds },
      'PARTNER_TENANTS joins tenants that were set up as several partners; they stay apart',
    );
}
