import { createServer } from 'node:net';
import { App } from '@microsoft/teams.apps';

const silent = { debug() {}, info() {}, warn() {}, error() {}, log() {}, child: () => silent };
const app = new App({ dangerouslyAllowUnauthenticatedRequests: true, logger: silent });
app.on('message', ({ send, activity }) => send(`Echo: ${activity.text}`));
const port = await freePort();
await app.start(port);
process.stdout.write(`{"port":${port}}\n`);

// The SDK does not say which port it listens on when it is asked for any.
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
