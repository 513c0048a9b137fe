import type { Db } from 'mongodb';

/** What the server examined for some work on a collection, by its own profile. */
export type Examined = { readonly keys: number; readonly documents: number };

/** The keys and documents that were examined for this work, the only work on this database meanwhile. */
export async function examined(db: Db, collection: string, work: () => Promise<unknown>): Promise<Examined> {
  await db.command({ profile: 0 });
  await db.collection('system.profile').drop();
  await db.command({ profile: 2 });
  await work();
  await db.command({ profile: 0 });
  const [sum] = await db
    .collection('system.profile')
    .aggregate<Examined>([
      { $match: { ns: `${db.databaseName}.${collection}` } },
      { $group: { _id: null, keys: { $sum: '$keysExamined' }, documents: { $sum: '$docsExamined' } } },
    ])
    .toArray();
  return sum ?? { keys: 0, documents: 0 };
}
