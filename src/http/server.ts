import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Request, type Response, type Server } from 'restify';
import { type Log, logFault } from '../log.ts';
import { isJsonType } from './content-type.ts';
import {
  badRequest,
  type Exchange,
  type HttpReply,
  isBadRequest,
  json,
  readBody,
  readCookies,
} from './exchange.ts';
import { clientAddress, createLimits } from './limits.ts';
import { away, fault, tooMany } from './page/plain-pages.ts';
import type { InvitationPages } from './page/routes.ts';
import type { UnsubscribePages } from './page/unsubscribe.ts';
import type { SignInPages } from './sign-in.ts';
import type { TabApi } from './tab/api.ts';
import type { Tab } from './tab/page.ts';

/** What `createHttpServer` needs; the Teams adapter is a function, because this room does not know Teams. */
export type ServerParts = {
  readonly onActivity: (
    authorization: string | undefined,
    body: unknown,
  ) => Promise<{ status: number; body?: unknown }>;
  /** Why the program is not ready, in plain words without a secret; undefined when it is ready. */
  readonly obstacle: () => Promise<string | undefined>;
  /** True for an error that means the database could not be reached: the same request may work in a minute. */
  readonly isAway: (error: unknown) => boolean;
  readonly invitation: InvitationPages;
  readonly signIn: SignInPages;
  readonly tab: Tab;
  readonly tabApi: TabApi;
  readonly unsubscribe: UnsubscribePages;
  readonly log: Log;
};

type NotFound = [Request, Response, Error, () => void];
type HttpRoute = (exchange: Exchange) => Promise<HttpReply> | HttpReply;

const LARGEST_ACTIVITY = 256 * 1024;
const LARGEST_FORM = 16 * 1024;

/** Makes the HTTP server with all its routes; it does not listen yet. */
export function createHttpServer(parts: ServerParts): Server {
  const server = createServer({ name: 'vinculo', ignoreTrailingSlash: true });
  guard(server.server as HttpServer);
  const on = (limit: number, route: HttpRoute) => handler(route, limit, parts);
  const take = createLimits();
  // These routes are open to strangers, so each request counts against a limit.
  const open = (limit: number, route: HttpRoute) =>
    on(limit, async (exchange) => {
      const seconds = await take(exchange);
      return seconds === undefined ? route(exchange) : tooMany(exchange, seconds);
    });
  routeInvitation(server, open, parts);
  routeTab(server, open, parts);
  routeAssets(server, on, parts);
  server.post('/api/messages', on(LARGEST_ACTIVITY, activities(parts)));
  server.get(
    '/health',
    on(0, () => json(200, { status: 'alive' })),
  );
  server.get(
    '/ready',
    on(0, () => ready(parts)),
  );
  // restify passes request, response, error and a callback; our page replaces the answer that it would send.
  server.on('NotFound', (...[request, response, , done]: NotFound) => {
    void on(0, parts.invitation.nothingHere)(request, response).finally(done);
  });
  return server;
}

type RouteHandlers = (limit: number, route: HttpRoute) => ReturnType<typeof handler>;

function routeInvitation(
  server: Server,
  open: RouteHandlers,
  { invitation, signIn, unsubscribe }: ServerParts,
): void {
  server.get('/i/:token', open(0, invitation.show));
  server.head('/i/:token', open(0, invitation.show));
  server.get('/i/:token/receipt', open(0, invitation.receipt));
  server.post('/i/:token/accept', open(LARGEST_FORM, invitation.accept));
  server.post('/i/:token/decline', open(LARGEST_FORM, invitation.decline));
  server.post('/i/:token/question', open(LARGEST_FORM, invitation.ask));
  server.post('/i/:token/report', open(LARGEST_FORM, invitation.report));
  server.get('/sign-in/start/:token', open(0, signIn.start));
  server.get('/sign-in/callback', open(0, signIn.callback));
  server.post('/sign-in/end/:token', open(LARGEST_FORM, signIn.end));
  server.get('/unsubscribe/:token', open(0, unsubscribe.show));
  server.head('/unsubscribe/:token', open(0, unsubscribe.show));
  server.post('/unsubscribe/:token', open(LARGEST_FORM, unsubscribe.unsubscribe));
}

function routeTab(server: Server, open: RouteHandlers, { signIn, tab, tabApi }: ServerParts): void {
  server.get('/tab/customers', open(0, tab.show));
  server.get('/tab/sign-in', open(0, signIn.startTab));
  server.post('/tab/sign-out', open(LARGEST_FORM, signIn.endTab));
  server.get('/tab/api/customers', open(0, tabApi.customers));
  server.get('/tab/api/customers/:relationshipId', open(0, tabApi.customer));
}

function routeAssets(server: Server, on: RouteHandlers, { invitation, tab }: ServerParts): void {
  server.get('/assets/:file', on(0, invitation.asset));
  server.get(
    '/assets/tab/:version/:file',
    on(0, (exchange) => tab.asset(exchange) ?? invitation.nothingHere(exchange)),
  );
}

/**
 * Runs before restify, where two kinds of requests would end the process: a broken compressed body (the error of its
 * stream is not handled), and a Host or target that is not a URL (restify throws outside of any handler).
 */
function guard(server: HttpServer): void {
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

async function ready({ obstacle }: ServerParts): Promise<HttpReply> {
  const status = await obstacle();
  return status === undefined ? json(200, { status: 'ready' }) : json(503, { status });
}

function activities({ onActivity }: ServerParts): HttpRoute {
  return async ({ headers, body }) => {
    if (!isJsonType(headers['content-type'] ?? '')) {
      throw badRequest(415, 'Activities are application/json in UTF-8');
    }
    const answer = await onActivity(headers.authorization, parseActivity(await body()));
    return json(answer.status, answer.body ?? {});
  };
}

function parseActivity(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw badRequest(400, 'The body is not JSON');
  }
}

function handler(route: HttpRoute, limit: number, { isAway, log }: ServerParts) {
  return async (request: Request, response: Response): Promise<void> => {
    const exchange = exchangeOf(request, limit);
    try {
      sendReply(response, await route(exchange));
    } catch (error) {
      if (isBadRequest(error)) {
        // The rest of a refused body is not read.
        response.setHeader('connection', 'close');
        sendReply(response, json(error.status, { error: error.message }));
      } else {
        const reference = logFault(log, 'A request failed', error);
        sendReply(response, (isAway(error) ? away : fault)(exchange, reference));
      }
    }
  };
}

function exchangeOf(request: Request, limit: number): Exchange {
  const [, search = ''] = /^[^?]*(\?.*)?$/s.exec(request.url ?? '') ?? [];
  return {
    method: request.method ?? '',
    address: clientAddress(request as unknown as IncomingMessage),
    params: request.params ?? {},
    query: new URLSearchParams(search),
    search,
    headers: request.headers,
    cookies: readCookies(request.headers.cookie),
    body: () => readBody(request as unknown as IncomingMessage, limit),
  };
}

// restify's own method, so that restify knows that the answer has been sent.
function sendReply(response: Response, { status, headers = {}, body = '' }: HttpReply): void {
  response.sendRaw(status, body, { ...HEADERS, ...headers });
}

function sendEarly(response: ServerResponse, { status, headers = {}, body = '' }: HttpReply): void {
  response.writeHead(status, { ...HEADERS, ...headers });
  response.end(body);
}

const HEADERS = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
