import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';

/** A request with a valid address and a body within the limit; what they contain is not checked yet. */
export type HttpRequest = Readonly<{
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}>;

/** A complete answer of a stand-in. */
export type StandInAnswer = Readonly<{
  status: number;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}>;

type StandInRoute = (request: HttpRequest) => Promise<StandInAnswer> | StandInAnswer;

/**
 * Starts a server that only this machine can reach; without `port` the system chooses one. After `stop`, its port is
 * free and no connection is open.
 */
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

/** An answer in JSON that may not be stored (`no-store`). */
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
  // Two calls instead of a chain: where restify runs in the same process, `writeHead` returns nothing.
  response.writeHead(status, headers);
  response.end(body);
}

function fail(response: ServerResponse, error: Error) {
  // A client that closes the connection in the middle of its request is no fault of the stand-in.
  if ('code' in error && error.code === 'ECONNRESET') return;
  console.error(error);
  if (response.headersSent) response.destroy();
  else write(response, jsonAnswer(500, { error: 'server_error' }));
}

function readAddress({ url = '', socket }: IncomingMessage) {
  // The origin is the server's own, whatever the Host header says. It is put in front of the path as text, because
  // `new URL('//there', here)` is an address at `there`.
  const whole = `http://127.0.0.1:${socket.localPort}${url}`;
  return url.startsWith('/') && URL.canParse(whole) ? new URL(whole) : undefined;
}

// A body beyond the limit is read and dropped, because a client that still writes would get a reset instead of the
// answer.
async function bodyOf(request: IncomingMessage, limit: number) {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
  }
  return length <= limit ? Buffer.concat(chunks) : undefined;
}
