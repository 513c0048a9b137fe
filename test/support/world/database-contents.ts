import { BSON, type Db } from 'mongodb';

// A refused attempt grows a chain and changes nothing else.
const OF_CHAIN = { version: 0, chain: 0, causes: 0, outbox: 0, relayAt: 0, anchoredAt: 0 } as const;
const NO_CHANGE = ['refused', 'anchor'];
// What the bot knows of its calls to Teams is written a little later, and the time is kept every minute.
// Asking for readiness writes a probe.
const OF_CALLS = ['lanes', 'paces', 'probes'];

/**
 * All documents of all collections, or of the named ones, for comparing before and after: without the refused attempts
 * and the chains that they grow, and without those of calls.
 */
export async function contents(
  db: Db,
  names?: readonly string[],
): Promise<Record<string, readonly string[]>> {
  const stored = (await db.listCollections().toArray()).map(({ name }) => name).sort();
  const all = names ?? stored.filter((name) => !OF_CALLS.includes(name));
  const found = await Promise.all(
    all.map(async (name) => {
      const documents = await db
        .collection(name)
        .find({ 'what.type': { $nin: NO_CHANGE } }, { projection: OF_CHAIN })
        .toArray();
      return [name, documents.map((document) => BSON.EJSON.stringify(document)).sort()] as const;
    }),
  );
  return Object.fromEntries(found);
}

/** The collections that a stranger must never change: all but the conversations in which the bot was spoken to. */
export const RECORDS = ['partners', 'relationships', 'events', 'cards', 'sessions', 'signIns'];
