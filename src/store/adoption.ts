import { MongoBulkWriteError, MongoServerError } from 'mongodb';
import { EMPTY, eventEntry, type Head, linked } from './chain.ts';
import type { EventDocument } from './documents.ts';
import type { Mongo } from './mongo.ts';

type Collections = Pick<Mongo, 'events' | 'audit' | 'chains'>;

const AT_ONCE = 500;
const DUPLICATE_KEY = 11000;

/**
 * Chains the events of versions that kept no chain, in their order, for every partner who has none. The same events
 * give the same entries, so whoever is interrupted or not alone does no harm.
 */
export async function adoptEarlierEvents(collections: Collections): Promise<void> {
  for (const partnerId of await collections.events.distinct('partnerId')) {
    if (await collections.chains.findOne({ _id: partnerId })) continue;
    await adopt(collections, partnerId);
  }
}

async function adopt({ events, audit, chains }: Collections, partnerId: string): Promise<void> {
  let head = EMPTY;
  let batch: EventDocument[] = [];
  const chainBatch = async () => {
    head = await chained(audit, { partnerId, head }, batch);
    batch = [];
  };
  for await (const event of events.find({ partnerId }, { sort: { _id: 1 } })) {
    batch.push(event);
    if (batch.length === AT_ONCE) await chainBatch();
  }
  await chainBatch();
  // Only now can anything follow.
  await chains.insertOne({ _id: partnerId, sequence: head.sequence, hash: head.hash }).catch(unlessThere);
}

async function chained(
  audit: Mongo['audit'],
  { partnerId, head }: { partnerId: string; head: Head },
  events: readonly EventDocument[],
): Promise<Head> {
  const entries = linked(
    partnerId,
    head,
    events.map((event) => eventEntry(event, { isAdopted: true })),
  );
  if (entries.length > 0) await audit.insertMany(entries, { ordered: false }).catch(unlessThere);
  return entries.at(-1) ?? head;
}

function unlessThere(error: unknown): void {
  const isThere = error instanceof MongoServerError || error instanceof MongoBulkWriteError;
  if (!isThere || error.code !== DUPLICATE_KEY) throw error;
}
