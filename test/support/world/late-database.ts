import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMongod } from '../../../src/sandbox/mongod.ts';
import { freePort } from '../../../src/sandbox/ports.ts';
import { cacheFolder } from './mongod.ts';

/** An address of the test's database at which nothing listens until `opens`. */
export async function lateDatabase(mongodbUri: string) {
  const { hostname, port } = new URL(mongodbUri);
  const late = new URL(mongodbUri);
  late.port = String(await freePort());
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
    client.pipe(server).pipe(client);
  });

  return {
    uri: late.href,
    async opens(): Promise<void> {
      await once(proxy.listen(Number(late.port), '127.0.0.1'), 'listening');
    },
    close: (): void => void proxy.close(),
  };
}

/** A mongod that belongs to no replica set; undefined where the tests run on a server that is there already. */
export async function startStandalone() {
  const found = await findMongod({ env: process.env, cacheFolder, say: () => {} });
  if ('uri' in found) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'vinculo-standalone-'));
  const port = await freePort();
  const args = ['--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', folder, '--nounixsocket'];
  const mongod = spawn(found.binary, args, { stdio: 'ignore' });

  return {
    uri: `mongodb://127.0.0.1:${port}/vinculo`,
    async stop(): Promise<void> {
      const exited = once(mongod, 'exit');
      if (mongod.exitCode === null && mongod.kill('SIGKILL')) await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
