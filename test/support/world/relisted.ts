import type { Db, Filter } from 'mongodb';
import type { RelationshipDocument } from '../../../src/store/documents.ts';
import { listed } from '../../../src/store/relationships/listing.ts';

/** Changes the stored relationships by hand, and lists and finds them as what they are then. */
export async function relisted(
  db: Db,
  query: Filter<RelationshipDocument>,
  change: Readonly<Record<string, unknown>>,
): Promise<void> {
  const relationships = db.collection<RelationshipDocument>('relationships');
  await relationships.updateMany(query, { $set: change });
  for (const { openOwner: _, ...document } of await relationships.find(query).toArray()) {
    await relationships.replaceOne({ _id: document._id }, listed(document));
  }
}
