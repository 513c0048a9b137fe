import { once } from 'node:events';
import { createServer } from 'node:net';

/** Throws when a program on this machine listens on one of these ports. */
export async function mustBeFree(ports: readonly number[]) {
  for (const port of ports) {
    if (await isTaken(port)) {
      throw new Error(
        `Port ${port} is taken: stop what listens there (another sandbox?), or set SANDBOX_PORT_OFFSET, to 100 for example, which moves every port of this one`,
      );
    }
  }
}

async function isTaken(port: number) {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return false;
  } catch {
    return true;
  } finally {
    server.close();
  }
}
