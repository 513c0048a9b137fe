import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type Program, startProgram } from '../../src/program.ts';
import { asView } from '../support/world/as-view.ts';
import { lateDatabase } from '../support/world/late-database.ts';
import { startWorld, until, type World } from '../support/world/world.ts';

type Told = { readonly code: number; readonly status: string; readonly teams?: string };

const WRONG_PASSWORD = { error: 'invalid_client', error_codes: [7_000_215] };

describe('readiness', () => {
  let world: World;
  let entra: Server;
  let program: Program | undefined;
  let asked = 0;
  let answer: { status: number; body: object | undefined };
  let lines: string[];

  beforeAll(async () => {
    entra = createServer((_, response) => {
      asked += 1;
      if (!answer.body) return;
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => entra.listen(0, '127.0.0.1', resolve));
    world = await startWorld();
    await world.stopProgram();
  });
  afterEach(async () => {
    await program?.stop();
    program = undefined;
  });
  afterAll(async () => {
    entra.closeAllConnections();
    await new Promise((resolve) => entra.close(resolve));
    await world.stop();
  });

  const token = { token_type: 'Bearer', access_token: 'a.b.c', expires_in: 3600 };
  const givesToken = () => ({ status: 200, body: token });

  async function start(mongodbUri = world.config.mongodbUri): Promise<void> {
    lines = [];
    asked = 0;
    const log = createLog('info', { write: (line: string) => void lines.push(JSON.parse(line).msg) });
    const loginUrl = `http://127.0.0.1:${(entra.address() as AddressInfo).port}`;
    const connector = { ...world.config.connector, loginUrl };
    program = await startProgram({ ...world.config, connector, mongodbUri }, log, () => new Date());
  }

  async function readiness(): Promise<Told> {
    const response = await fetch(`http://127.0.0.1:${program?.port}/ready`);
    return { code: response.status, ...((await response.json()) as Omit<Told, 'code'>) };
  }
  const isAlive = async () => (await fetch(`http://127.0.0.1:${program?.port}/health`)).ok;
  const becomes = (status: string, ms?: number) =>
    until(async () => (await readiness()).status === status, `/ready says “${status}”`, ms);

  it('needs a database that takes writes, and says so while it takes none', async () => {
    answer = givesToken();
    const unwritable = await asView(world.db, 'probes', []);
    const isUnwritable = ({ status }: Told) => status.startsWith('the database does not confirm writes (');
    try {
      await start();
      await until(async () => isUnwritable(await readiness()), 'it is told');
      expect(await readiness()).toMatchObject({ code: 503 });
      expect(await isAlive()).toBe(true);
    } finally {
      await unwritable.restore();
    }
    await becomes('ready');
    expect(lines.filter((line) => /eady/.test(line))).toEqual([
      expect.stringMatching(/^Not ready: the database does not confirm writes/),
      'Ready again',
    ]);
  });

  it('writes rarely, however often probes ask', async () => {
    answer = givesToken();
    await start();
    await becomes('ready');
    const written = async () => (await world.db.collection('probes').findOne())?.['at'].getTime();
    const before = await written();
    for (let times = 0; times < 20; times += 1) expect((await readiness()).status).toBe('ready');
    expect(await written()).toBe(before);
  });

  it('needs the relay to move', async () => {
    answer = givesToken();
    await start();
    await becomes('ready');
    // The outboxes cannot be read, and all else works.
    const unreadable = await asView(world.db, 'relationships', [{ $set: { relayAt: { $toDate: 'never' } } }]);
    try {
      await becomes('what happens is not passed on', 30_000);
      expect(await isAlive()).toBe(true);
    } finally {
      await unreadable.restore();
    }
    await becomes('ready');
  }, 60_000);

  it('says at once that the bot’s password is wrong, and is not ready while it has never had a token', async () => {
    answer = { status: 401, body: WRONG_PASSWORD };
    await start();
    await becomes('Entra refuses the bot’s password.');
    for (let times = 0; times < 20; times += 1) expect(await readiness()).toMatchObject({ code: 503 });
    expect(await readiness()).not.toHaveProperty('teams');
    expect(await isAlive()).toBe(true);
    expect(asked).toBe(1);
    expect(lines.filter((line) => line.startsWith('No token'))).toEqual([
      'No token for Teams: Entra refuses the bot’s password.',
    ]);
  });

  it.each([
    [{ error: 'invalid_client', error_codes: [7_000_222] }, 'The bot’s password has expired.'],
    [
      { error: 'unauthorized_client', error_codes: [700_016] },
      'Entra does not know the bot’s app id in this tenant.',
    ],
    [{ error: 'invalid_request', error_codes: [90_002] }, 'Entra does not know the bot’s tenant.'],
    [{ error: 'invalid_scope' }, 'Entra refuses to give the bot a token.'],
  ])('says what Entra means with %o', async (body, words) => {
    answer = { status: 400, body };
    await start();
    await becomes(words);
  });

  it.each([
    ['is in trouble', { status: 503, body: { error: 'temporarily_unavailable' } }],
    ['answers with something else', { status: 200, body: { page: 'proxy' } }],
  ])('is there for page and tab while Entra %s, and says so', async (_, said) => {
    answer = said;
    await start();
    await becomes('ready');
    await until(async () => 'teams' in (await readiness()), 'the trouble is told');
    expect(await readiness()).toEqual({
      code: 200,
      status: 'ready',
      teams: 'Entra cannot be reached, so the bot gets no token for Teams.',
    });
  });

  it('is there for page and tab while Entra never answers', async () => {
    answer = { status: 200, body: undefined };
    await start();
    await becomes('ready', 5000);
    entra.closeAllConnections();
  });

  it('is there again within 5 seconds of a database that was absent at the start', async () => {
    answer = givesToken();
    const database = await lateDatabase(world.config.mongodbUri);
    try {
      await start(database.uri);
      await until(() => lines.some((line) => line.startsWith('Not ready')), 'the cause is logged');
      // Several attempts of the driver fail.
      await new Promise((resolve) => setTimeout(resolve, 8000));
      expect(await readiness()).toMatchObject({ code: 503, status: 'the database does not answer' });
      expect(await isAlive()).toBe(true);
      await database.opens();
      await becomes('ready', 5000);
    } finally {
      await program?.stop();
      program = undefined;
      database.close();
    }
  }, 40_000);
});
