import type { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type Program, startProgram } from '../../src/program.ts';
import { startWorld, until, type World } from '../support/world/world.ts';

type LogLine = { readonly level: number; readonly msg: string; readonly err?: { readonly message: string } };

describe('the program', () => {
  let world: World;
  let program: Program | undefined;
  let lines: LogLine[];

  beforeAll(async () => {
    world = await startWorld();
    const { dana, sales, says, settled } = world;
    await says(dana, sales, 'setup "Fabrikam" country:ES');
    await says(dana, sales, 'invite "Contoso" contoso.com country:ES');
    await settled();
    await world.stopProgram();
  });
  afterEach(async () => {
    await program?.stop();
    program = undefined;
  });
  afterAll(() => world.stop());

  async function start(mongodbUri = world.config.mongodbUri): Promise<void> {
    lines = [];
    const log = createLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) });
    program = await startProgram({ ...world.config, mongodbUri }, log, () => new Date());
  }

  async function readiness(): Promise<{ code: number; status: string }> {
    const response = await fetch(`http://127.0.0.1:${program?.port}/ready`);
    const { status } = (await response.json()) as { status: string };
    return { code: response.status, status };
  }

  const becomes = (status: string, ms?: number) =>
    until(async () => (await readiness()).status === status, `/ready says “${status}”`, ms);

  // Each cause that was logged, in its order, and the return of readiness.
  const said = () => lines.filter(({ msg }) => /ready/i.test(msg)).map(({ msg }) => msg);

  // As a process that was killed in the middle of it leaves it on the server.
  async function openTransaction(client: MongoClient) {
    const session = client.startSession();
    session.startTransaction();
    for (const name of ['relationships', 'events']) {
      await client.db(world.db.databaseName).collection(name).insertOne({ left: 'open' }, { session });
    }
    return session;
  }

  it('is ready within five seconds, although a killed process has left a transaction open', async () => {
    const session = await openTransaction(world.db.client);
    try {
      await start();
      await becomes('ready', 5000);
      expect(said()).toEqual([]);
    } finally {
      await session.abortTransaction();
      await session.endSession();
    }
  });
});
