import type { Filter } from 'mongodb';
import type { RelationshipDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import type { Found } from './change.ts';
import { createRelationshipLists, createWaitingLists, found } from './lists.ts';

type Query = Filter<RelationshipDocument>;

/** Finds relationships; everything but a link and what waits is scoped to one partner. */
export function createRelationshipQueries({ relationships }: Pick<Mongo, 'relationships'>) {
  const one = async (query: Query): Promise<Found | undefined> => {
    const document = await relationships.findOne(query);
    return document ? found(document) : undefined;
  };

  return {
    ...createRelationshipLists({ relationships }),
    ...createWaitingLists({ relationships }),

    /** The relationship that a card names. */
    byId: (relationshipId: string) => one({ _id: relationshipId }),

    /** The relationship whose current or earlier invitation has this id. */
    byInvitation: (partnerId: string, invitationId: string) =>
      one({ partnerId, 'links.invitationId': invitationId }),

    byDomain: (partnerId: string, domain: string) => one({ partnerId, 'state.customer.domain': domain }),

    byTenant: (partnerId: string, tenantId: string) =>
      one({ partnerId, 'state.customer.tenantId': tenantId }),

    /** Whose link this is, and which of its invitations the link belongs to. */
    async byTokenHash(tokenHash: string): Promise<(Found & { invitationId: string }) | undefined> {
      const document = await relationships.findOne({ 'links.tokenHash': tokenHash });
      const link = document?.links.find((one) => one.tokenHash === tokenHash);
      return document && link ? { ...found(document), invitationId: link.invitationId } : undefined;
    },
  };
}

/** Finds relationships. */
export type RelationshipQueries = ReturnType<typeof createRelationshipQueries>;
