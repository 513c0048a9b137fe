import type { IncomingMessage } from 'node:http';

/** An HTTP request, as a route receives it. */
export type Exchange = {
  readonly method: string;
  /** The sender's network, as `clientAddress` finds it. */
  readonly address: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The query string with its question mark; empty without one. */
  readonly search: string;
  readonly headers: IncomingMessage['headers'];
  readonly cookies: ReadonlyMap<string, string>;
  /** Reads the body; throws a `BadRequest` when it is larger than the route allows. */
  readonly body: () => Promise<Buffer>;
};

/** The answer of a route. */
export type HttpReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
};

/** An error that a wrong request causes; its status and its message are sent to the client. */
export type BadRequest = Error & { readonly status: number };

/** Makes a `BadRequest`; a route that throws it answers with this status and this text. */
export function badRequest(status: number, text: string): BadRequest {
  return Object.assign(new Error(text), { status });
}

/** True for an error that the client's request caused; any other error is a fault of the program. */
export function isBadRequest(error: unknown): error is BadRequest {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

/** An answer in JSON. */
export function json(status: number, value: unknown): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

/** Redirects the browser to another page with 303, so that it requests that page with GET. */
export function seeOther(location: string, headers: HttpReply['headers'] = {}): HttpReply {
  return { status: 303, headers: { location, ...headers } };
}

/**
 * Reads a body of at most `limit` bytes. Throws a `BadRequest`: 413 for a larger body, before it is held in memory, and
 * 400 when the connection closes too early.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const length = request.headers['content-length'];
  if (Number(length ?? 0) > limit) throw badRequest(413, 'The body is too large');
  return length === undefined ? readChunks(request, limit) : readWhole(request);
}

// A body that says its length: Node reads no byte more of it. Listeners cost half as much as the loop below.
function readWhole(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const breakOff = (cause?: unknown) =>
      reject(Object.assign(badRequest(400, 'The request broke off'), { cause }));
    // The client may have gone before the route asked for the body: nothing more is heard of such a request.
    if (request.destroyed) breakOff();
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', breakOff);
    request.once('close', () => {
      if (!request.readableEnded) breakOff();
    });
  });
}

async function readChunks(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += chunk.length;
      if (size > limit) throw badRequest(413, 'The body is too large');
      chunks.push(chunk);
    }
  } catch (error) {
    // The client closed the connection in the middle of its request, which is not a fault of the program.
    throw isBadRequest(error)
      ? error
      : Object.assign(badRequest(400, 'The request broke off'), { cause: error });
  }
  return Buffer.concat(chunks);
}

/** The cookies of a request by name; when a name occurs twice, the first cookie counts. */
export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.reverse().map(([name = '', ...value]) => [name, value.join('=')]));
}
