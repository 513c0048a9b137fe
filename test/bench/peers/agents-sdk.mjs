import { CloudAdapter } from '@microsoft/agents-hosting';
import express from 'express';

// As the SDK's quickstart without credentials: every request is anonymous.
const adapter = new CloudAdapter({}, undefined, undefined, { validateServiceUrl: false });
const app = express();
app.use(express.json());
app.post('/api/messages', (request, response) =>
  adapter.process(request, response, (turn) => turn.sendActivity(`Echo: ${turn.activity.text}`)),
);
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`{"port":${server.address().port}}\n`);
});
