import { Agent, createServer, request } from 'node:http';

// The floor: what node:http and JSON alone cost for an activity that is answered by one call to the Connector.
const agent = new Agent({ keepAlive: true });
const server = createServer(async (incoming, response) => {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const activity = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  await post(activity);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{}');
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`{"port":${server.address().port}}\n`));

function post({ serviceUrl, conversation, text }) {
  const body = JSON.stringify({ type: 'message', text: `Echo: ${text}` });
  const url = `${serviceUrl}/v3/conversations/${encodeURIComponent(conversation.id)}/activities`;
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', resolve);
    });
    call.on('error', reject);
    call.end(body);
  });
}
