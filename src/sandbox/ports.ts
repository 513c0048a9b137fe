import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// The system keeps a connection's own port for a minute after the end of the connection.
const LONGEST_WAIT_MS = 70_000;
const LOOPBACK = '127.0.0.1';

/**
 * Returns once a server can listen on each of these ports; throws when a program on this machine listens on one of them.
 * A port that a connection to somewhere else has is waited for, 70 seconds at most; `say` hears of it.
 */
export async function mustBeFree(ports: readonly number[], say: (line: string) => void): Promise<void> {
  for (const port of ports) {
    const end = performance.now() + LONGEST_WAIT_MS;
    for (let times = 0; !(await isFree(port)); times += 1) {
      if ((await isAnswered(port)) || performance.now() > end) throw new Error(taken(port));
      if (times === 0) say(`Waiting for port ${port}, which a connection still has; a minute at most`);
      await sleep(500);
    }
  }
}

/** The wanted port, or any that is free; throws when a server cannot listen on the wanted one. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, LOOPBACK);
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return address && typeof address === 'object' ? address.port : wanted;
}

function taken(port: number): string {
  return `Port ${port} is taken: stop what listens there (another sandbox?), or set SANDBOX_PORT_OFFSET, to 100 for example, which moves every port of this one`;
}

async function isFree(port: number): Promise<boolean> {
  try {
    await freePort(port);
    return true;
  } catch {
    return false;
  }
}

async function isAnswered(port: number): Promise<boolean> {
  const socket = connect(port, LOOPBACK);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
