import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mustBeFree } from '../../src/sandbox/ports.ts';
import { until } from '../support/world/world.ts';

describe('the sandbox’s ports', () => {
  let server: Server;
  let said: string[];

  beforeEach(async () => {
    said = [];
    // The reset that ends a connection is an error to its other end.
    server = createServer((socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => void server.close());

  const say = (line: string) => void said.push(line);
  const portOf = () => (server.address() as AddressInfo).port;

  it('are taken where a program listens', async () => {
    await expect(mustBeFree([portOf()], say)).rejects.toThrow(
      `Port ${portOf()} is taken: stop what listens there`,
    );
    expect(said).toEqual([]);
  });

  it('are waited for where a connection to somewhere else has one of them', async () => {
    const connection = connect(portOf(), '127.0.0.1');
    await once(connection, 'connect');
    const port = connection.localPort ?? 0;
    let isFree = false;
    const waiting = mustBeFree([port], say).then(() => {
      isFree = true;
    });
    await until(() => said.length > 0, 'it is said');
    expect(isFree).toBe(false);
    connection.resetAndDestroy();
    await waiting;
    expect(said).toEqual([`Waiting for port ${port}, which a connection still has; a minute at most`]);
  });
});
