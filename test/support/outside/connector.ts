import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ConnectorCall, type Fault, fateOf, type Manner } from './connector-fates.ts';

// Teams' Connector and its signing keys in a process of its own, so that its work is not that of whoever measures. It
// takes every post; /control says otherwise, /calls hands out what came since.

const key = JSON.parse(process.env['CHANNEL_KEY'] ?? '{}');
let manner: Manner = { delayMs: 0, hangs: [], faults: [], keepsCalls: true };
let calls: ConnectorCall[] = [];
let ids = 0;

const server = createServer((request, response) => {
  void handle(request, response).catch((error: unknown) => answer(response, 500, { error: String(error) }));
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`{"port":${(server.address() as AddressInfo).port}}\n`);
});

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = '', method = '' } = request;
  const origin = `http://${request.headers.host}`;
  const body = await read(request);
  if (url === '/openid') return answer(response, 200, { issuer: 'x', jwks_uri: `${origin}/keys` });
  if (url === '/keys') return answer(response, 200, { keys: [{ ...key, endorsements: ['msteams'] }] });
  if (url === '/control') {
    manner = { ...manner, ...JSON.parse(body) };
    return answer(response, 200, {});
  }
  if (url === '/calls') {
    answer(response, 200, calls);
    calls = [];
    return;
  }
  await connector({ url, method, body }, response);
}

async function connector(
  { url, method, body }: { url: string; method: string; body: string },
  response: ServerResponse,
): Promise<void> {
  const [, conversation = '', kind = '', tail = ''] =
    /^\/connector\/v3\/conversations\/(.+?)\/(activities|members)(?:\/(.+))?$/.exec(
      decodeURIComponent(url),
    ) ?? [];
  if (kind === 'members') return answer(response, 200, member(tail));
  const came = Date.now();
  const fate = fateOf(manner, conversation, method);
  if (fate === 'hang') return;
  if (manner.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, manner.delayMs));
  const isTaken = fate === undefined || fate.isDone;
  const id = method === 'POST' && isTaken ? String(1_800_000_000_000 + ++ids) : tail;
  const status = fate?.status ?? (method === 'POST' ? 201 : 200);
  note({ method, conversation, id, came, isTaken, status }, body);
  if (fate === undefined) answer(response, status, { id });
  else fail(response, fate);
}

function note(call: Omit<ConnectorCall, 'about' | 'at'>, body: string): void {
  if (!manner.keepsCalls) return;
  const about = [...new Set(body.match(/\b[78]\d{6}\b/g) ?? [])];
  calls.push({ ...call, about, at: Date.now() });
}

function fail(response: ServerResponse, { status, retryAfter, body, code }: Fault): void {
  if (status === 0) {
    response.destroy();
    return;
  }
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  answer(response, status, body ?? { error: { code: code ?? 'Trouble' } });
}

// The ids of people are `29:<tenant>/<object>`.
function member(userId: string) {
  const [tenantId = '', objectId = ''] = userId.replace('29:', '').split('/');
  const email = `${objectId}@example.com`;
  return {
    id: userId,
    name: 'Somebody',
    email,
    userPrincipalName: email,
    tenantId,
    aadObjectId: objectId,
    userRole: 'user',
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function answer(response: ServerResponse, status: number, json: unknown): void {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  const type = typeof json === 'string' ? 'text/html' : 'application/json';
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
