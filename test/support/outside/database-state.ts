import type { Db } from 'mongodb';

// What the program's documents say of work that is not done yet. Only this file and the seeding know their form.

/** Whether every committed event has been passed on to those who tell of it. */
export async function isRelayed(db: Db): Promise<boolean> {
  const waiting = { relayAt: { $exists: true } };
  const found = await Promise.all(
    ['relationships', 'partners'].map((name) => db.collection(name).findOne(waiting)),
  );
  return found.every((one) => one === null);
}

/** Whether everything that follows from the events has been delivered or given up. */
export async function isQuiet(db: Db): Promise<boolean> {
  const [isPassedOn, undelivered] = await Promise.all([
    isRelayed(db),
    db.collection('deliveries').findOne({ state: 'waiting' }),
  ]);
  return isPassedOn && undelivered === null;
}

/** Returns once a question about the database is answered with yes; throws after `patienceMs`. */
export async function until(
  question: () => Promise<boolean>,
  what: string,
  patienceMs = 120_000,
): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await question())) {
    if (performance.now() > end) throw new Error(`It never happened that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The types of the events of each relationship, the oldest first. */
export async function happened(db: Db): Promise<ReadonlyMap<string, readonly string[]>> {
  const fields = { projection: { relationshipId: 1, 'event.type': 1 } } as const;
  const all = await db
    .collection('events')
    .find({ 'what.type': 'event' }, { ...fields, sort: { 'event.at': 1, _id: 1 } })
    .toArray();
  const byRelationship = new Map<string, string[]>();
  for (const { relationshipId, event } of all) {
    const types = byRelationship.get(relationshipId) ?? [];
    types.push(event.type);
    byRelationship.set(relationshipId, types);
  }
  return byRelationship;
}
