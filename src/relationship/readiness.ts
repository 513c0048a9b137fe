import type { Relationship } from './relationship.ts';

/** One thing that a partner still needs before it can sell to a customer or manage it. */
export type Missing = 'relationship' | 'agreement' | 'admin-access';

/** Whether the partner can sell (S2) and manage (S4, S5) now, and all that is missing for the two. */
export type Readiness = {
  readonly canPurchase: boolean;
  readonly canManage: boolean;
  readonly missing: readonly Missing[];
};

/** The readiness that follows from a relationship; it depends on nothing else. */
export function readinessOf({ status, agreement, adminAccess, invitation }: Relationship): Readiness {
  const isActive = status === 'active';
  const isAgreed = agreement !== 'unknown';
  // S5: the Azure that the partner provisions itself is managed without admin permission.
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
