import { BSON, type Db } from 'mongodb';

/** All documents of all collections, or of the named ones, for comparing before and after. */
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

/** The collections that a stranger must never change: all but the conversations in which the bot was spoken to. */
export const RECORDS = ['partners', 'relationships', 'events', 'cards', 'sessions', 'signIns'];
