import type { TokenHash } from '../../relationship/values/link-token.ts';
import type { Found } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { createRelationshipLists, createWaitingLists } from './lists.ts';
import { found, type RelationshipQuery } from './pages.ts';

/** Finds relationships of one partner; by id, by link and for waiting invitations, of any partner. */
export function createRelationshipQueries({ relationships }: Pick<Mongo, 'relationships'>) {
  const one = async (query: RelationshipQuery): Promise<Found | undefined> => {
    const document = await relationships.findOne(query);
    return document ? found(document) : undefined;
  };

  return {
    ...createRelationshipLists({ relationships }),
    ...createWaitingLists({ relationships }),

    /** The relationship with this id, of any partner: the caller checks whose it is. */
    byId: (relationshipId: string) => one({ _id: relationshipId }),

    /** The versions of these relationships, by their ids. */
    async versionsOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
      const found = await relationships
        .find({ _id: { $in: [...ids] } }, { projection: { version: 1 } })
        .toArray();
      return new Map(found.map(({ _id, version }) => [_id, version]));
    },

    /** The relationship whose current or earlier invitation has this id. */
    byInvitation: (partnerId: string, invitationId: string) =>
      one({ partnerId, 'links.invitationId': invitationId }),

    byDomain: (partnerId: string, domain: string) => one({ partnerId, 'state.customer.domain': domain }),

    byTenant: (partnerId: string, tenantId: string) => one({ partnerId, customerKey: tenantId }),

    /** The relationship that this link belongs to, with the id of the link's invitation. */
    async byTokenHash(tokenHash: TokenHash): Promise<(Found & { invitationId: string }) | undefined> {
      const document = await relationships.findOne({ 'links.tokenHash': tokenHash });
      const link = document?.links.find((one) => one.tokenHash === tokenHash);
      return document && link ? { ...found(document), invitationId: link.invitationId } : undefined;
    },
  };
}

/** The relationships, as the rest of the program finds and lists them. */
export type RelationshipQueries = ReturnType<typeof createRelationshipQueries>;
