import type { Invitation, Relationship } from './relationship.ts';

/** What of a relationship is worth comparing before and after an event: how it stands, in words and ids. */
export type RelationshipFacts = {
  readonly status: Relationship['status'];
  readonly agreement: Relationship['agreement'];
  readonly adminAccess: Relationship['adminAccess'];
  readonly invitationId?: string;
  readonly invitation?: Invitation['status'];
  readonly expiresAt?: Date;
  /** The object id of whoever looks after the invitation, once it was given to somebody. */
  readonly owner?: string;
};

/** What differs between two moments; a field that is absent on one side was not there then. */
export type Difference<Facts> = { readonly before: Partial<Facts>; readonly after: Partial<Facts> };

/** What an event has changed of a relationship. */
export function changed(
  before: Relationship | undefined,
  after: Relationship,
): Difference<RelationshipFacts> {
  return difference<RelationshipFacts>(before ? relationshipFacts(before) : {}, relationshipFacts(after));
}

/** Only what is not the same on both sides. */
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
