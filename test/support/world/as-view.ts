import type { Db, Document } from 'mongodb';

const KEPT = 'kept-by-a-test';

/**
 * Puts a view in the place of a collection, which no write reaches and whose pipeline may fail on every read. Unlike a
 * fail point, it concerns one database alone. `restore` brings the collection back.
 */
export async function asView(db: Db, name: string, pipeline: readonly Document[]) {
  const there = await db.listCollections({ name }).hasNext();
  if (there) await db.renameCollection(name, KEPT);
  // A pipeline without documents fails on none.
  await db.collection(KEPT).insertOne({ _id: 'one more' as never });
  await db.createCollection(name, { viewOn: KEPT, pipeline: [...pipeline] });
  return {
    async restore(): Promise<void> {
      await db.collection(name).drop();
      await db.collection(KEPT).deleteOne({ _id: 'one more' as never });
      if (there) await db.renameCollection(KEPT, name);
      else await db.collection(KEPT).drop();
    },
  };
}
