import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { createServer, type Request, type Response, type Server } from 'restify';
import { type Log, logFault, logTrouble } from '../log.ts';
import type { Admit } from '../service/admission.ts';
import { isJsonType } from './content-type.ts';
import {
  type BadRequest,
  badRequest,
  type Exchange,
  type HttpReply,
  isBadRequest,
  json,
  readBody,
  readCookies,
} from './exchange.ts';
import { guard, HEADERS_OF_ALL } from './guard.ts';
import { clientAddress, createLimits } from './limits.ts';
import { createMetricsRoute, type Figures } from './metrics-route.ts';
import { away, fault, inSeconds, tooMany, unknown } from './page/plain-pages.ts';
import type { InvitationPages } from './page/routes.ts';
import type { UnsubscribePages } from './page/unsubscribe.ts';
import { type PageKind, pageKind } from './page-kind.ts';
import { createPatience, LatePage } from './patience.ts';
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
  /** What is wrong with this machine's clock, in plain words; undefined when it is right. */
  readonly wrongClock: () => string | undefined;
  /** Why the bot has no token for Teams, in plain words; undefined while nothing is known to be wrong. */
  readonly tokenTrouble: () => string | undefined;
  /** Absent: nobody gets the figures. */
  readonly figures: Figures | undefined;
  /** Called after each page, with its kind, the status and how long it took. */
  readonly onServed: (kind: PageKind, status: number, ms: number) => void;
  /** The trouble of the database behind an error. `away`: nothing was changed; `unknown`: it broke off while writing. */
  readonly troubleOf: (error: unknown) => 'away' | 'unknown' | undefined;
  readonly admit: Admit;
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
  const patiently = createPatience(parts.admit);
  // These routes are open to strangers, so each request counts against a limit, and needs a place.
  const open = (limit: number, route: HttpRoute) =>
    on(limit, async (exchange) => {
      const seconds = await take(exchange);
      return seconds === undefined ? patiently(exchange, route) : tooMany(exchange, seconds);
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
  const { figures } = parts;
  if (figures) server.get('/metrics', on(0, createMetricsRoute(figures)));
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

async function ready({ obstacle, wrongClock, tokenTrouble }: ServerParts): Promise<HttpReply> {
  const status = await obstacle();
  const clock = wrongClock();
  const teams = tokenTrouble();
  const told = {
    status: status ?? 'ready',
    ...(clock === undefined ? {} : { clock }),
    ...(teams === undefined || teams === status ? {} : { teams }),
  };
  return json(status === undefined ? 200 : 503, told);
}

function activities({ onActivity }: ServerParts): HttpRoute {
  return async ({ headers, body }) => {
    if (!isJsonType(headers['content-type'] ?? '')) {
      throw badRequest(415, 'Activities are application/json in UTF-8');
    }
    const answer = await onActivity(headers.authorization, parseActivity(await body()));
    const reply = json(answer.status, answer.body ?? {});
    return answer.status === 503 ? inSeconds(reply) : reply;
  };
}

function parseActivity(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw badRequest(400, 'The body is not JSON');
  }
}

const FAILURES = { away, unknown, fault } as const;

function handler(route: HttpRoute, limit: number, parts: ServerParts) {
  return async (request: Request, response: Response): Promise<void> => {
    const exchange = exchangeOf(request, limit);
    const began = performance.now();
    const reply = await replyOf(route, exchange, parts);
    // The rest of a refused body is not read.
    if (reply.isRefused) response.setHeader('connection', 'close');
    sendReply(response, reply);
    const kind = pageKind(request.url);
    if (kind) parts.onServed(kind, reply.status, performance.now() - began);
  };
}

async function replyOf(
  route: HttpRoute,
  exchange: Exchange,
  parts: ServerParts,
): Promise<HttpReply & { readonly isRefused?: true }> {
  try {
    return await route(exchange);
  } catch (error) {
    return isBadRequest(error) ? { ...refusal(error), isRefused: true } : failure(error, exchange, parts);
  }
}

const refusal = ({ status, message }: BadRequest): HttpReply => json(status, { error: message });

function failure(error: unknown, exchange: Exchange, { troubleOf, log }: ServerParts): HttpReply {
  const trouble = error instanceof LatePage ? lateTrouble(exchange) : troubleOf(error);
  const reference = (trouble ? logTrouble : logFault)(log, 'A request failed', error);
  return FAILURES[trouble ?? 'fault'](exchange, reference);
}

// What is only shown changes nothing; an answer that is late may still be recorded.
const lateTrouble = ({ method }: Exchange) => (method === 'POST' ? 'unknown' : 'away');

function exchangeOf(request: Request, limit: number): Exchange {
  const [, search = ''] = /^[^?]*(\?.*)?$/s.exec(request.url ?? '') ?? [];
  let body: Promise<Buffer> | undefined;
  return {
    method: request.method ?? '',
    // An activity needs none of the three.
    get address() {
      return clientAddress(request as unknown as IncomingMessage);
    },
    params: request.params ?? {},
    get query() {
      return new URLSearchParams(search);
    },
    search,
    headers: request.headers,
    get cookies() {
      return readCookies(request.headers.cookie);
    },
    body: () => {
      body ??= readBody(request as unknown as IncomingMessage, limit);
      return body;
    },
  };
}

// restify's own method, so that restify knows that the answer has been sent.
function sendReply(response: Response, { status, headers = {}, body = '' }: HttpReply): void {
  response.sendRaw(status, body, { ...HEADERS_OF_ALL, ...headers });
}
