import { type Document, type MongoClient, ObjectId } from 'mongodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type Program, startProgram } from '../../src/program.ts';
import { whileFailing } from '../support/world/failing-database.ts';
import { lateDatabase, startStandalone } from '../support/world/late-database.ts';
import { startWorld, until, type World } from '../support/world/world.ts';

type LogLine = {
  readonly level: number;
  readonly msg: string;
  readonly err?: { readonly type: string; readonly stack: string };
};
const UNAUTHORIZED = 13;
const TWIN = new ObjectId();

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
  afterEach(stop);
  afterAll(() => world.stop());

  async function stop(): Promise<void> {
    await program?.stop();
    program = undefined;
  }

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

  // What was logged of readiness, in its order, with the error behind it.
  const said = () =>
    lines.filter(({ msg }) => /ready/i.test(msg)).map(({ msg, err }) => (err ? `${msg} | ${err.type}` : msg));

  // So often is readiness asked for that whatever is logged each time is logged several times.
  async function isSaidOften(status: string): Promise<void> {
    for (let times = 0; times < 5; times += 1) expect(await readiness()).toEqual({ code: 503, status });
  }

  // As a process that was killed in the middle of it leaves it on the server.
  async function openTransaction(client: MongoClient) {
    const session = client.startSession();
    session.startTransaction();
    for (const name of ['relationships', 'events']) {
      await client.db(world.db.databaseName).collection(name).insertOne({ left: 'open' }, { session });
    }
    return session;
  }

  // The server fails these commands of the program alone.
  const failing = (commands: Document, work: () => Promise<void>): Promise<void> =>
    whileFailing(world.db, commands, work);

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

  it('says that it makes a missing index, for as long as an open transaction keeps it waiting', async () => {
    await world.db.collection('relationships').dropIndex('link tokens');
    const session = await openTransaction(world.db.client);
    try {
      await start();
      await becomes('the indexes are being made', 2000);
      await isSaidOften('the indexes are being made');
      expect(said()).toEqual(['Not ready: the indexes are being made']);
    } finally {
      await session.abortTransaction();
      await session.endSession();
    }
    await becomes('ready');
    expect(said().slice(1)).toEqual(['Ready again']);
  });

  it('says that the database does not answer, in the log once, and that it is ready again', async () => {
    await failing({ failCommands: ['ping'], closeConnection: true }, async () => {
      await start();
      await becomes('the database does not answer');
      await isSaidOften('the database does not answer');
      expect(said()).toEqual(['Not ready: the database does not answer | MongoNetworkError']);
    });
    await becomes('ready');
    expect(said().slice(1)).toEqual(['Ready again']);
    await failing({ failCommands: ['ping'], closeConnection: true }, () =>
      isSaidOften('the database does not answer'),
    );
    await becomes('ready');
    expect(said().slice(2)).toEqual([
      'Not ready: the database does not answer | MongoNetworkError',
      'Ready again',
    ]);
  });

  it('logs another cause when it changes', async () => {
    await failing({ failCommands: ['ping'], closeConnection: true }, async () => {
      await start();
      await becomes('the database does not answer');
    });
    await failing({ failCommands: ['ping'], errorCode: UNAUTHORIZED }, async () => {
      await becomes('the database refuses to answer (Unauthorized)');
      await isSaidOften('the database refuses to answer (Unauthorized)');
    });
    await becomes('ready');
    expect(said()).toEqual([
      'Not ready: the database does not answer | MongoNetworkError',
      'Not ready: the database refuses to answer (Unauthorized) | MongoServerError',
      'Ready again',
    ]);
  });

  it('says that nothing answers where there is no database', async () => {
    await start('mongodb://127.0.0.1:9/none?serverSelectionTimeoutMS=300');
    await becomes('the database does not answer');
    await until(() => said().length > 0, 'the cause is logged');
    expect(said()).toEqual(['Not ready: the database does not answer | MongoServerSelectionError']);
  });

  it('says that nothing answers where the database’s name is not known', async () => {
    await start('mongodb+srv://cluster.nothing.invalid/none');
    await becomes('the database does not answer');
    await until(() => said().length > 0, 'the cause is logged');
    await isSaidOften('the database does not answer');
    expect(said()).toEqual(['Not ready: the database does not answer | Error']);
  });

  it('is ready once the database comes, long after the first connection has failed', async () => {
    const database = await lateDatabase(world.config.mongodbUri);
    try {
      await start(database.uri);
      await until(() => said().length > 0, 'the cause is logged');
      await isSaidOften('the database does not answer');
      await database.opens();
      await becomes('ready');
      expect(said().slice(1)).toEqual(['Ready again']);
    } finally {
      await stop();
      database.close();
    }
  });

  it('says that the database answers slowly, in the log once, and works all the same', async () => {
    await failing({ failCommands: ['ping'], blockConnection: true, blockTimeMS: 1200 }, async () => {
      await start();
      await becomes('the database answers slowly');
      await isSaidOften('the database answers slowly');
      expect(said()).toEqual(['Not ready: the database answers slowly']);
      // The outbox is worked off.
      await world.db.collection('relationships').updateMany({}, { $set: { relayAt: new Date(0) } });
      await world.settled();
    });
    await becomes('ready');
    expect(said().slice(1)).toEqual(['Ready again']);
  });

  it('says that a standalone server is no replica set', async ({ skip }) => {
    const standalone = await startStandalone();
    if (!standalone) return skip('The tests’ server is not ours to start');
    try {
      await start(standalone.uri);
      await becomes('the database is not a replica set', 20_000);
      await isSaidOften('the database is not a replica set');
      expect(said()).toEqual(['Not ready: the database is not a replica set | StandaloneError']);
    } finally {
      await stop();
      await standalone.stop();
    }
  });

  it('says that the database does not answer when it is lost while an index is made', async () => {
    await world.db.collection('relationships').dropIndex('link tokens');
    await failing({ failCommands: ['createIndexes'], closeConnection: true }, async () => {
      await start();
      await becomes('the database does not answer');
      expect(said()).toEqual(['Not ready: the database does not answer | MongoNetworkError']);
    });
    await becomes('ready');
  });

  it('names the index that cannot be made, and why, and is ready once it can', async () => {
    const relationships = world.db.collection('relationships');
    const first = await relationships.findOne();
    await relationships.dropIndex('link tokens');
    await relationships.insertOne({ ...first, _id: TWIN, partnerId: 'another' });
    const status = 'an index cannot be made: link tokens of relationships (DuplicateKey)';
    await start();
    await becomes(status);
    await isSaidOften(status);
    expect(said()).toEqual([`Not ready: ${status} | Error`]);
    expect(lines.find(({ err }) => err)?.err?.stack).toMatch(/caused by: .*E11000 duplicate key error/);
    await relationships.deleteOne({ _id: TWIN });
    await becomes('ready');
    expect(said().at(-1)).toBe('Ready again');
  });

  it('says that the partners’ tenants could not be stored', async () => {
    const stored = { failCommands: ['find'], namespace: `${world.db.databaseName}.partners` };
    await failing({ ...stored, errorCode: UNAUTHORIZED }, async () => {
      await start();
      await becomes('the partners’ tenants could not be stored');
      await isSaidOften('the partners’ tenants could not be stored');
    });
    await becomes('ready');
    expect(said()).toEqual([
      'Not ready: the partners’ tenants could not be stored | MongoServerError',
      'Ready again',
    ]);
  });
});
