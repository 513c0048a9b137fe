import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that is not Teams’: counts its requests and answers `{}`, or with `isSilent` never answers. */
export async function startForeignServer({ isSilent = false } = {}) {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    if (!isSilent) response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => requests,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A running foreign server. */
export type ForeignServer = Awaited<ReturnType<typeof startForeignServer>>;
