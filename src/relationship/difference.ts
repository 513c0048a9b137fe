import type { Invitation, Relationship } from './relationship.ts';

/** The facts of a relationship that are compared before and after an event: its states, ids and dates. */
export type RelationshipFacts = {
  readonly status: Relationship['status'];
  readonly agreement: Relationship['agreement'];
  readonly adminAccess: Relationship['adminAccess'];
  readonly invitationId?: string;
  readonly invitation?: Invitation['status'];
  readonly expiresAt?: Date;
  /** The object id of the agent to whom the invitation was handed over; absent before. */
  readonly owner?: string;
};

/** The fields that differ before and after; a field missing on one side did not exist at that time. */
export type Difference<Facts> = { readonly before: Partial<Facts>; readonly after: Partial<Facts> };

/** The facts that an event changed; `before` is undefined for a relationship that did not exist. */
export function changed(
  before: Relationship | undefined,
  after: Relationship,
): Difference<RelationshipFacts> {
  return difference<RelationshipFacts>(before ? relationshipFacts(before) : {}, relationshipFacts(after));
}

/** The fields whose values, written as JSON, are not the same on both sides. */
export function difference<Facts extends object>(
  before: Partial<Facts>,
  after: Partial<Facts>,
): Difference<Facts> {
  const isOther = (field: string) =>
    JSON.stringify(valueAt(before, field)) !== JSON.stringify(valueAt(after, field));
  const only = (facts: Partial<Facts>) =>
    Object.fromEntries(Object.entries(facts).filter(([field]) => isOther(field))) as Partial<Facts>;
  return { before: only(before), after: only(after) };
}

function valueAt(facts: object, field: string): unknown {
  return (facts as Record<string, unknown>)[field];
}

function relationshipFacts({ status, agreement, adminAccess, invitation }: Relationship): RelationshipFacts {
  if (!invitation) return { status, agreement, adminAccess };
  const { id, expiresAt, owner } = invitation;
  const invited = { invitationId: id, invitation: invitation.status, expiresAt };
  return { status, agreement, adminAccess, ...invited, ...(owner ? { owner: owner.objectId } : {}) };
}
