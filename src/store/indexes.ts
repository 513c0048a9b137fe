import type { Collections } from './collections.ts';

/** Every index, with the question that it answers; making them again does no harm. */
export async function ensureIndexes(collections: Collections): Promise<void> {
  await Promise.all([
    ...relationshipIndexes(collections),
    ...auditIndexes(collections),
    ...otherIndexes(collections),
  ]);
}

function relationshipIndexes({ relationships }: Collections): Promise<string>[] {
  return [
    // One document, and with it one open invitation, per partner and customer.
    relationships.createIndex({ partnerId: 1, customerKey: 1 }, { unique: true }),
    relationships.createIndex(
      { partnerId: 1, customerKey: 1, 'state.status': 1 },
      { unique: true, partialFilterExpression: { 'state.status': 'invited' } },
    ),
    // Whose link is this? Also those of earlier invitations.
    relationships.createIndex(
      { 'links.tokenHash': 1 },
      {
        name: 'link tokens',
        unique: true,
        partialFilterExpression: { 'links.tokenHash': { $exists: true } },
      },
    ),
    // `status R-7K2M`: ids are unique per partner.
    relationships.createIndex(
      { partnerId: 1, 'links.invitationId': 1 },
      {
        name: 'invitation ids',
        unique: true,
        partialFilterExpression: { 'links.invitationId': { $exists: true } },
      },
    ),
    // `customers`, `list`: newest first.
    relationships.createIndex({ partnerId: 1, updatedAt: -1 }),
    // `invitations`, in the customer's Teams.
    relationships.createIndex({ 'state.customer.tenantId': 1, 'state.status': 1 }),
    // What is due to expire.
    relationships.createIndex(
      { 'state.invitation.expiresAt': 1 },
      { partialFilterExpression: { 'state.status': 'invited' } },
    ),
    // Who has not answered for so many days?
    relationships.createIndex(
      { partnerId: 1, 'state.invitation.sentAt': 1 },
      { partialFilterExpression: { 'state.status': 'invited' } },
    ),
  ];
}

function auditIndexes({ audit }: Collections): Promise<string>[] {
  return [
    // A chain has one entry in each place; `audit verify` reads it in order.
    audit.createIndex({ partnerId: 1, sequence: 1 }, { unique: true }),
    // `history`: the newest first.
    audit.createIndex({ partnerId: 1, relationshipId: 1, sequence: -1 }),
    // Does this event have its entry?
    audit.createIndex(
      { 'what.eventId': 1 },
      { partialFilterExpression: { 'what.eventId': { $exists: true } } },
    ),
    // Was the same attempt refused a moment ago?
    audit.createIndex(
      { partnerId: 1, 'by.objectId': 1, at: -1 },
      { partialFilterExpression: { 'what.type': 'refused' } },
    ),
  ];
}

function otherIndexes(all: Collections): Promise<string>[] {
  const { partners, events, conversations, cards, sessions, signIns } = all;
  return [
    // Which partner is this tenant? A tenant belongs to one.
    partners.createIndex({ tenantIds: 1 }, { unique: true }),
    // A redelivered activity finds what it did the first time.
    events.createIndex(
      { partnerId: 1, cause: 1, 'event.type': 1 },
      { unique: true, partialFilterExpression: { cause: { $type: 'string' } } },
    ),
    // The outbox: what is not dispatched and nobody has leased, oldest first.
    events.createIndex(
      { leaseUntil: 1, _id: 1 },
      { partialFilterExpression: { dispatchedAt: { $type: 'null' } } },
    ),
    // `report`.
    events.createIndex({ partnerId: 1, 'event.at': 1 }),
    // What happened last with this customer?
    events.createIndex({ relationshipId: 1, _id: 1 }),
    // `audit verify`: does every event have its entry?
    events.createIndex({ partnerId: 1, _id: 1 }),
    // Which channels hear of this partner's customers?
    conversations.createIndex({ 'alerts.partnerId': 1 }),
    // The personal chat with somebody.
    conversations.createIndex({ tenantId: 1, personObjectId: 1 }),
    // Which cards show this invitation?
    cards.createIndex({ relationshipId: 1, invitationId: 1, postedAt: -1 }),
    // Has this person proved to be an administrator?
    sessions.createIndex({ 'person.tenantId': 1, 'person.objectId': 1 }),
    sessions.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
    signIns.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
  ];
}
