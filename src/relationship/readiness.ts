import type { Relationship } from './relationship.ts';

/** What a partner still lacks with a customer. */
export type Missing = 'relationship' | 'agreement' | 'admin-access';

/** Whether the partner can sell (S2) and manage (S4, S5) now, and what is missing for either. */
export type Readiness = {
  readonly canPurchase: boolean;
  readonly canManage: boolean;
  readonly missing: readonly Missing[];
};

/** Works out readiness from the relationship alone. */
export function readinessOf({ status, agreement, adminAccess, invitation }: Relationship): Readiness {
  const isActive = status === 'active';
  const isAgreed = agreement !== 'unknown';
  // S5: only the Azure that the partner itself provisions can be managed without admin permission.
  const isAdmin = adminAccess === 'granted' || invitation?.terms.scope === 'azure';
  return {
    canPurchase: isActive && isAgreed,
    canManage: isActive && isAdmin,
    missing: [
      ...(isActive ? [] : (['relationship'] as const)),
      ...(isAgreed ? [] : (['agreement'] as const)),
      ...(isAdmin ? [] : (['admin-access'] as const)),
    ],
  };
}
