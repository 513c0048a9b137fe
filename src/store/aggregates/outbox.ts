import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError } from 'mongodb';
import type {
  Aggregate,
  EntryDocument,
  OutboxEntry,
  PartnerDocument,
  RelationshipDocument,
} from '../documents.ts';
import type { Mongo } from '../mongo.ts';

/** A document whose outbox is to be passed on. */
export type Pending = RelationshipDocument | PartnerDocument;

const AT_ONCE = 100;
// A lost acknowledgement of this write only repeats what is idempotent.
const CHEAP = { writeConcern: { w: 1, journal: false } } as const;

/** Finds the documents that have something to pass on, stores their entries in `events`, and empties their outboxes. */
export function createOutbox({ relationships, partners, events }: Mongo) {
  return {
    /** The documents whose outbox nobody has passed on in time, at most 100 of each kind, the oldest first. */
    async due(): Promise<readonly Pending[]> {
      const query = { relayAt: { $exists: true }, $expr: { $lte: ['$relayAt', '$$NOW'] } };
      const options = { sort: { relayAt: 1 }, limit: AT_ONCE } as const;
      const found = await Promise.all([
        relationships.find(query, options).toArray(),
        partners.find(query, options).toArray(),
      ]);
      return found.flat();
    },

    /** Stores the entries in `events`; those that stand there already stay as they are. */
    async store(pending: readonly Pending[]): Promise<void> {
      const entries = pending.flatMap(({ outbox }) => outbox.map(withoutSeal));
      if (entries.length === 0) return;
      await events.insertMany(entries, { ordered: false }).catch(unlessDuplicates);
    },

    /** Empties the outboxes, but for those to which something was added meanwhile. */
    async clear(pending: readonly Pending[]): Promise<void> {
      const [ofRelationships, ofPartners] = [pending.filter(isRelationship), pending.filter(isPartner)];
      await Promise.all([clearIn(relationships, ofRelationships), clearIn(partners, ofPartners)]);
    },

    /** Lets the outbox of a document that cannot be passed on wait for `ms`, so that others have their turn. */
    async postpone(pending: Pending, ms: number): Promise<void> {
      const relayAt = [{ $set: { relayAt: { $add: ['$$NOW', ms] } } }];
      const query = { _id: pending._id, relayAt: { $exists: true } };
      if (isRelationship(pending)) await relationships.updateOne(query, relayAt);
      else await partners.updateOne(query, relayAt);
    },
  };
}

/** The outboxes of all documents. */
export type Outbox = ReturnType<typeof createOutbox>;

/** Whether it is a relationship's document, and no partner's. */
export function isRelationship(pending: Pending): pending is RelationshipDocument {
  return 'customerKey' in pending;
}

function isPartner(pending: Pending): pending is PartnerDocument {
  return !isRelationship(pending);
}

function withoutSeal({ sealed: _, ...entry }: OutboxEntry): EntryDocument {
  return entry as EntryDocument;
}

async function clearIn<D extends Aggregate>(collection: Collection<D>, pending: readonly D[]): Promise<void> {
  if (pending.length === 0) return;
  const operations = pending.map(({ _id, chain: { sequence } }) => ({
    updateOne: {
      filter: { _id, 'chain.sequence': sequence },
      update: { $set: { outbox: [] }, $unset: { relayAt: '' } },
    },
  })) as unknown as AnyBulkWriteOperation<D>[];
  await collection.bulkWrite(operations, { ordered: false, ...CHEAP });
}

const DUPLICATE_KEY = 11000;

function unlessDuplicates(error: unknown): void {
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const { writeErrors } = error;
  const errors = Array.isArray(writeErrors) ? writeErrors : [writeErrors];
  if (errors.length === 0 || errors.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
}
