import { hasInvitation, ownerOf } from '../relationship/relationship.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Conversation } from '../store/documents.ts';
import type { Partners } from '../store/partners/partners.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import type { Standing } from './delivery.ts';

/** What is read before something is delivered. */
export type StandingParts = {
  readonly queries: Pick<RelationshipQueries, 'byId'>;
  readonly partners: Pick<Partners, 'find'>;
};

/** The present state of a relationship, with its partner; throws when one of them is not there. */
export async function standingOf(
  { relationshipId, partnerId }: { readonly relationshipId: string; readonly partnerId: string },
  { queries, partners }: StandingParts,
): Promise<Standing> {
  const [found, partner] = await Promise.all([queries.byId(relationshipId), partners.find(partnerId)]);
  if (!found || !partner) throw new Error('A delivery without its relationship or partner');
  return { relationshipId, state: found.state, version: found.version, partner };
}

/** The personal chat of the agent who looks after the invitation; undefined: they cannot be reached. */
export async function ownersChat(
  { state }: Pick<Standing, 'state'>,
  { personalChat }: Pick<Conversations, 'personalChat'>,
): Promise<Conversation | undefined> {
  if (!hasInvitation(state)) return undefined;
  const { tenantId, objectId } = ownerOf(state.invitation);
  return personalChat(tenantId, objectId);
}
