import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type HttpReply, json } from './exchange.ts';

/** The headers of every answer. */
export const HEADERS_OF_ALL = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };

/**
 * Answers the requests that restify must not see, because they would end the process: a broken compressed body (restify
 * does not handle the error of its stream), and a Host or target that is not a URL (restify throws outside of any
 * handler).
 */
export function guard(server: Server): void {
  const behind = server.listeners('request') as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const refusal = refusedEarly(request);
    // A sender can invent any Host header. Nothing here reads it, and a bad one would make restify throw.
    request.headers.host = 'localhost';
    if (refusal) sendEarly(response, refusal);
    else for (const each of behind) each.call(server, request, response);
  });
  server.on('upgrade', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () =>
      socket.destroy(),
    );
  });
}

function refusedEarly({ headers, url = '' }: IncomingMessage): HttpReply | undefined {
  if (headers['content-encoding'] !== undefined) {
    return json(415, { error: 'Send the body without Content-Encoding' });
  }
  const isPath = url.startsWith('/') && !url.startsWith('//') && URL.canParse(`http://localhost${url}`);
  return isPath && isDecodable(url) ? undefined : json(400, { error: 'The address is not understood' });
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?')[0] ?? '');
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

function sendEarly(response: ServerResponse, { status, headers = {}, body = '' }: HttpReply): void {
  response.writeHead(status, { ...HEADERS_OF_ALL, ...headers });
  response.end(body);
}
