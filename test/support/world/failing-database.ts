import { randomUUID } from 'node:crypto';
import type { Db, Document } from 'mongodb';

type Turn = { readonly _id: string; readonly holder: string; readonly until: Date };

const LONGEST_MS = 60_000;
const AGAIN_MS = 50;

/**
 * Lets the server fail these commands of one program while the work lasts: `how` is the data of MongoDB's `failCommand`.
 * The server has one such point for all databases, so that the test files take turns.
 */
export async function whileFailing<Result>(
  db: Db,
  how: Document,
  work: () => Promise<Result>,
): Promise<Result> {
  const admin = db.client.db('admin');
  // The program's connections have the name of its database.
  const data = 'namespace' in how ? how : { appName: db.databaseName, ...how };
  const giveBack = await taken(db);
  try {
    await admin.command({ configureFailPoint: 'failCommand', mode: 'alwaysOn', data });
    return await work();
  } finally {
    await admin.command({ configureFailPoint: 'failCommand', mode: 'off' });
    await giveBack();
  }
}

// A turn of a run that was killed ends by itself.
async function taken({ client }: Db): Promise<() => Promise<unknown>> {
  const turns = client.db('vinculo-tests').collection<Turn>('turns');
  const holder = randomUUID();
  for (;;) {
    const isOver = { _id: 'fail point', until: { $lt: new Date() } };
    const turn = { holder, until: new Date(Date.now() + LONGEST_MS) };
    const won = await turns.updateOne(isOver, { $set: turn }, { upsert: true }).catch(() => undefined);
    if (won) return () => turns.deleteOne({ _id: 'fail point', holder });
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
