import type { Collections } from '../collections.ts';
import { isDuplicate } from '../database-errors.ts';
import type { EventDocument } from '../documents.ts';
import { batches } from './batches.ts';
import { EMPTY, eventEntry, type Head, linked } from './chain.ts';

const AT_ONCE = 500;

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
  const inOrder = events.find({ partnerId }, { sort: { _id: 1 } });
  for await (const batch of batches(inOrder, AT_ONCE)) {
    head = await chained(audit, { partnerId, head }, batch);
  }
  // Only now can anything follow.
  await chains.insertOne({ _id: partnerId, sequence: head.sequence, hash: head.hash }).catch(unlessThere);
}

async function chained(
  audit: Collections['audit'],
  { partnerId, head }: { partnerId: string; head: Head },
  events: readonly EventDocument[],
): Promise<Head> {
  const entries = linked(
    partnerId,
    head,
    events.map((event) => eventEntry(event, { isAdopted: true })),
  );
  await audit.insertMany(entries, { ordered: false }).catch(unlessThere);
  return entries.at(-1) ?? head;
}

function unlessThere(error: unknown): void {
  if (!isDuplicate(error)) throw error;
}
