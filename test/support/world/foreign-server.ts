import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A place that is not Teams: counts who comes, and answers or (`isSilent`) never says a word. */
export async function startElsewhere({ isSilent = false } = {}) {
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

/** Such a place. */
export type Elsewhere = Awaited<ReturnType<typeof startElsewhere>>;
