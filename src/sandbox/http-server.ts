import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';

/** A request whose address could be read and whose body is within the limit; what they mean is not known yet. */
export type HttpRequest = Readonly<{
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}>;

/** What the other side is told, whole. */
export type StandInAnswer = Readonly<{
  status: number;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}>;

type StandInRoute = (request: HttpRequest) => Promise<StandInAnswer> | StandInAnswer;

/** A server that only this machine can reach; once `stop` is over, its port is free and no connection is left. */
export async function serve(options: { port?: number | undefined; bodyLimit: number; answer: StandInRoute }) {
  const server = createServer({ requestTimeout: 15_000 }, (request, response) => {
    respond(request, response, options).catch((error) => fail(response, error));
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;

  async function stop() {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
  return { origin: `http://127.0.0.1:${port}`, stop };
}

/** An answer in JSON that nobody keeps. */
export function jsonAnswer(status: number, value: unknown): StandInAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: JSON.stringify(value) };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { bodyLimit, answer }: { bodyLimit: number; answer: StandInRoute },
) {
  const url = readAddress(request);
  if (!url) return write(response, jsonAnswer(400, { error: 'invalid_request' }));
  const body = await bodyOf(request, bodyLimit);
  if (!body) return write(response, jsonAnswer(413, { error: 'request_too_large' }));
  const { method = '', headers } = request;
  return write(response, await answer({ method, url, headers, body }));
}

function write(response: ServerResponse, { status, headers = {}, body = '' }: StandInAnswer) {
  // Not chained: restify, where it runs in the same process, makes `writeHead` return nothing.
  response.writeHead(status, headers);
  response.end(body);
}

function fail(response: ServerResponse, error: Error) {
  // A visitor who hangs up in the middle of a request is no fault of ours.
  if ('code' in error && error.code === 'ECONNRESET') return;
  console.error(error);
  if (response.headersSent) response.destroy();
  else write(response, jsonAnswer(500, { error: 'server_error' }));
}

function readAddress({ url = '', socket }: IncomingMessage) {
  // Our own origin, whatever the Host header claims; and glued, because `new URL('//there', here)` is there.
  const whole = `http://127.0.0.1:${socket.localPort}${url}`;
  return url.startsWith('/') && URL.canParse(whole) ? new URL(whole) : undefined;
}

// What exceeds the limit is read and dropped: a client still writing would see no answer, only a reset.
async function bodyOf(request: IncomingMessage, limit: number) {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
  }
  return length <= limit ? Buffer.concat(chunks) : undefined;
}
