import type { Collection } from 'mongodb';
import type { RelationshipDocument } from './documents.ts';

// Guaranteed what their successors guarantee, as long as every customer had a tenant and an invitation.
const FORMER_INDEXES = [
  'links.tokenHash_1',
  'partnerId_1_links.invitationId_1',
  'partnerId_1_state.customer.tenantId_1',
  'partnerId_1_state.customer.tenantId_1_state.status_1',
];
const INDEX_NOT_FOUND = 27;
const NAMESPACE_NOT_FOUND = 26;

/** Brings what earlier versions stored to today's shape; repeating it does no harm. */
export async function migrate(relationships: Collection<RelationshipDocument>): Promise<void> {
  for (const index of FORMER_INDEXES) {
    await relationships.dropIndex(index).catch((error: { code?: number }) => {
      if (error.code !== INDEX_NOT_FOUND && error.code !== NAMESPACE_NOT_FOUND) throw error;
    });
  }
  const first = { shape: 1 } as object;
  const isActive = { $eq: ['$state.status', 'active'] };
  await relationships.updateMany(first, [
    {
      $set: {
        shape: 2,
        customerKey: '$state.customer.tenantId',
        'state.origin': { $cond: [isActive, 'accepted', '$$REMOVE'] },
        'state.by': { $cond: [isActive, '$state.invitation.by', '$$REMOVE'] },
      },
    },
  ]);
}
