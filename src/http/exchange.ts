import type { IncomingMessage } from 'node:http';

/** A request as the routes see it. */
export type Exchange = {
  readonly method: string;
  /** The network that it came from. */
  readonly address: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** What came after the path, with its question mark. */
  readonly search: string;
  readonly headers: IncomingMessage['headers'];
  readonly cookies: ReadonlyMap<string, string>;
  readonly body: () => Promise<Buffer>;
};

/** What a route answers. */
export type HttpReply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
};

/** The request cannot be served as it is; the status and the words are safe to send. */
export type BadRequest = Error & { readonly status: number };

/** An error that a route's caller answers with this status. */
export function badRequest(status: number, text: string): BadRequest {
  return Object.assign(new Error(text), { status });
}

/** Whether this is an answer, and not a fault. */
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

/** Sends the browser elsewhere with a GET. */
export function seeOther(location: string, headers: HttpReply['headers'] = {}): HttpReply {
  return { status: 303, headers: { location, ...headers } };
}

/** The body up to `limit` bytes; more is refused before it is held in memory. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw badRequest(413, 'The body is too large');
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += chunk.length;
      if (size > limit) throw badRequest(413, 'The body is too large');
      chunks.push(chunk);
    }
  } catch (error) {
    // Somebody hung up in the middle of a request: that is no fault of ours.
    throw isBadRequest(error)
      ? error
      : Object.assign(badRequest(400, 'The request broke off'), { cause: error });
  }
  return Buffer.concat(chunks);
}

/** The cookies of a request; of two with one name the first counts. */
export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.reverse().map(([name = '', ...value]) => [name, value.join('=')]));
}
