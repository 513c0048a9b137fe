import type { Collection, IndexDescription } from 'mongodb';
import type { Collections } from './collections.ts';
import { errorName, isAway, isNamespaceMissing } from './database-errors.ts';
import { TAGS } from './relationships/pages.ts';
import { SEARCH } from './relationships/text-search.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

const ofInvited = { partialFilterExpression: { 'state.status': 'invited' } };

const PENDING: IndexDescription = {
  key: { relayAt: 1 },
  partialFilterExpression: { relayAt: { $exists: true } },
};

/** Every index of every collection, each with the question that it answers. */
const INDEXES: Readonly<Record<keyof Collections, readonly IndexDescription[]>> = {
  relationships: [
    // One document, and with it one open invitation, per partner and customer.
    { key: { partnerId: 1, customerKey: 1 }, unique: true },
    // What has not been passed on in time?
    PENDING,
    // Which chains have grown since the last anchor?
    { key: { partnerId: 1, 'chain.at': 1 } },
    // `audit verify` reads the relationships of a partner in their order.
    { key: { partnerId: 1, _id: 1 } },
    // Whose link is this? Also those of earlier invitations.
    {
      name: 'link tokens',
      key: { 'links.tokenHash': 1 },
      unique: true,
      partialFilterExpression: { 'links.tokenHash': { $exists: true } },
    },
    // `status R-7K2M`: ids are unique per partner.
    {
      name: 'invitation ids',
      key: { partnerId: 1, 'links.invitationId': 1 },
      unique: true,
      partialFilterExpression: { 'links.invitationId': { $exists: true } },
    },
    // `status contoso.com`, `check`: is it a customer already?
    { key: { partnerId: 1, 'state.customer.domain': 1 } },
    // `customers`, `list`, each filter and each owner: the latest change first.
    { name: TAGS, key: { partnerId: 1, tags: 1, updatedAt: -1, _id: 1 } },
    // `customers contoso`, names as targets: by the term that is found, and from a row on.
    { name: SEARCH, key: { partnerId: 1, search: 1, _id: 1 } },
    // `handover`: who looks after open invitations?
    {
      key: { partnerId: 1, 'openOwner.objectId': 1, 'openOwner.name': 1 },
      partialFilterExpression: { 'openOwner.objectId': { $exists: true } },
    },
    // `invitations`, in the customer's Teams: the latest change first.
    { key: { 'state.customer.tenantId': 1, 'state.status': 1, updatedAt: -1, _id: 1 } },
    // What is due to expire, and was not passed over?
    { name: 'expiries', key: { 'passedOver.until': 1, 'state.invitation.expiresAt': 1 }, ...ofInvited },
    // Of what is the clock to remind?
    { key: { remindAt: 1 }, partialFilterExpression: { remindAt: { $type: 'date' } } },
    // What does nobody look after?
    { key: { escalateAt: 1 }, partialFilterExpression: { escalateAt: { $type: 'date' } } },
    // For which days and owners were these times found?
    { key: { plannedFor: 1 }, partialFilterExpression: { plannedFor: { $gt: '' } } },
    // Who has not answered for so many days?
    { key: { partnerId: 1, 'state.invitation.sentAt': 1 }, ...ofInvited },
  ],
  events: [
    // `report`: what was sent and what became of it, and nothing else of the period.
    {
      key: { partnerId: 1, 'event.type': 1, 'event.at': 1 },
      partialFilterExpression: { 'what.type': 'event' },
    },
    // `audit verify` reads a partner's entries in their order.
    { key: { partnerId: 1, _id: 1 } },
    // Was the same attempt refused a moment ago?
    {
      key: { partnerId: 1, 'by.objectId': 1, at: -1 },
      partialFilterExpression: { 'what.type': 'refused' },
    },
  ],
  partners: [
    // Which partner is this tenant? A tenant belongs to one.
    { key: { 'profile.tenantIds': 1 }, unique: true },
    // A conversation is the sales channel of one partner.
    {
      key: { 'alerts.conversationId': 1 },
      unique: true,
      partialFilterExpression: { 'alerts.conversationId': { $exists: true } },
    },
    PENDING,
  ],
  conversations: [
    // The personal chat of one person.
    { key: { tenantId: 1, personObjectId: 1 } },
    // Which conversations of this team, or of these tenants, are gone?
    { key: { teamId: 1, goneAt: -1 }, partialFilterExpression: { goneAt: { $type: 'date' } } },
    { key: { tenantId: 1, goneAt: -1 }, partialFilterExpression: { goneAt: { $type: 'date' } } },
  ],
  // Which cards show this invitation?
  cards: [{ key: { relationshipId: 1, invitationId: 1, postedAt: -1 } }],
  deliveries: [
    // What comes next in this lane?
    {
      name: 'next in a lane',
      key: { lane: 1, rank: 1, at: 1, event: 1, step: 1, _id: 1 },
      partialFilterExpression: { state: 'waiting' },
    },
    // What has this place missed?
    { name: 'missed', key: { lane: 1, at: -1 }, partialFilterExpression: { state: 'missed' } },
    // `doctor`: what waits, and what is parked.
    { key: { partnerId: 1, state: 1, addedAt: 1 } },
    { key: { doneAt: 1 }, expireAfterSeconds: 7 * DAY },
  ],
  lanes: [
    // Which lanes have work?
    { key: { kind: 1, dueAt: 1 }, partialFilterExpression: { dueAt: { $exists: true } } },
    // Longer than the longest window of Teams' limits.
    { key: { idleAt: 1 }, expireAfterSeconds: 2 * HOUR },
  ],
  paces: [{ key: { usedAt: 1 }, expireAfterSeconds: DAY }],
  sessions: [
    // Has this person proved to be an administrator?
    { key: { 'person.tenantId': 1, 'person.objectId': 1 } },
    { key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
  signIns: [{ key: { expiresAt: 1 }, expireAfterSeconds: 0 }],
  // These are read by their ids only.
  people: [],
  probes: [],
};

type Indexed = Pick<Collection, 'collectionName' | 'indexes' | 'createIndex'>;

/**
 * Makes the indexes that are missing. While none is missing, it takes no lock that waits for another client's
 * transaction. An index that the server is still building counts as made. An error names the index or the collection in
 * words without data or secrets, and has the server's error as its cause. When the database is away, the driver's own
 * error is thrown.
 */
export async function ensureIndexes(collections: Collections): Promise<void> {
  const names = Object.keys(INDEXES) as (keyof Collections)[];
  const made = await Promise.allSettled(names.map((name) => makeMissing(collections[name], INDEXES[name])));
  const failed = made.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

// One after the other: a check of an index that exists would wait behind one that is being made, and get the blame.
async function makeMissing(collection: Indexed, wanted: readonly IndexDescription[]): Promise<void> {
  if (wanted.length === 0) return;
  const there = (await existingIndexes(collection)).map(definition);
  for (const index of wanted) {
    if (!there.includes(definition(index))) await make(collection, index);
  }
}

async function existingIndexes(collection: Indexed): Promise<readonly IndexDescription[]> {
  try {
    return await collection.indexes();
  } catch (cause) {
    if (isNamespaceMissing(cause)) return [];
    if (isAway(cause)) throw cause;
    const { collectionName } = collection;
    throw new Error(`The indexes of ${collectionName} cannot be read (${errorName(cause)})`, { cause });
  }
}

async function make(collection: Indexed, { key, ...options }: IndexDescription): Promise<void> {
  try {
    await collection.createIndex(key, options);
  } catch (cause) {
    if (isAway(cause)) throw cause;
    const index = `${indexName({ key, ...options })} of ${collection.collectionName}`;
    throw new Error(`An index cannot be made: ${index} (${errorName(cause)})`, { cause });
  }
}

// An index of the same name with another definition is not the one that is wanted: the server then says what differs.
function definition(index: IndexDescription): string {
  const { key, unique = false, partialFilterExpression, expireAfterSeconds } = index;
  return JSON.stringify([indexName(index), key, unique, partialFilterExpression, expireAfterSeconds]);
}

// As the driver makes it from the key.
function indexName({ name, key }: IndexDescription): string {
  return name ?? Object.entries(key).flat().join('_');
}
