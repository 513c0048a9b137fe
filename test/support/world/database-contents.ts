import { BSON, type Db } from 'mongodb';

/** Every document of every collection (or of these), to be compared with what was there before. */
export async function contents(
  db: Db,
  names?: readonly string[],
): Promise<Record<string, readonly string[]>> {
  const all = names ?? (await db.listCollections().toArray()).map(({ name }) => name).sort();
  const found = await Promise.all(
    all.map(async (name) => {
      const documents = await db.collection(name).find().toArray();
      return [name, documents.map((document) => BSON.EJSON.stringify(document)).sort()] as const;
    }),
  );
  return Object.fromEntries(found);
}

/** What a stranger must never change: everything but where the bot was last spoken to. */
export const RECORDS = ['partners', 'relationships', 'events', 'cards', 'sessions', 'signIns'];
