import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { createSigningKey } from '../../../src/sandbox/signing-key.ts';
import { type CardJson, checkMessage } from '../cards/card-rules.ts';

/** A person, in the form in which Teams knows them. */
export type TeamsPerson = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly tenantId: string;
  readonly objectId: string;
  readonly isGuest?: boolean;
};

/** A conversation with the bot, and the messages that the bot has posted in it. */
export type TeamsConversation = {
  readonly id: string;
  readonly kind: 'personal' | 'channel' | 'groupChat';
  readonly tenantId: string;
  readonly members: readonly TeamsPerson[];
  readonly messages: PostedMessage[];
};

/** A message of the bot as it is now; `faces`: all cards that it has shown, the oldest first. */
export type PostedMessage = {
  readonly id: string;
  card: CardJson;
  summary: string;
  readonly faces: CardJson[];
};

/**
 * What Teams does with one request instead of doing it. `status` 0: the connection is reset; `hang`: there is no answer;
 * `html`: a proxy's page with 200; `slow`: it is done, but only after a second. `isDone`: Teams does it all the same. `retryAfter`: in seconds; `isDate`: said as a
 * date.
 */
export type Fault = {
  readonly status: number | 'hang' | 'html' | 'slow';
  readonly code?: string;
  readonly retryAfter?: number;
  readonly isDate?: boolean;
  readonly isDone?: boolean;
};

/** A fault that Teams answers to `times` requests. */
export type Trouble = Fault & { readonly method: string; readonly path: RegExp; times: number };

/** A call that has arrived; `root`: the channel or chat; `fault`: what Teams did instead. `at`: milliseconds. */
export type Arrival = {
  readonly method: string;
  readonly root: string;
  readonly at: number;
  readonly fault: Fault | undefined;
};

const LARGEST_MESSAGE = 100 * 1024;

/** Starts a stand-in for Teams' Connector and its signing keys, which accepts and refuses what Teams does. */
export async function startTeams(entraUrl: string, tenantId: string) {
  const key = await createSigningKey();
  const conversations = new Map<string, TeamsConversation>();
  const troubles: Trouble[] = [];
  const calls: { method: string; path: string; at: number }[] = [];
  const arrivals: Arrival[] = [];
  const chance: { fault: (method: string) => Fault | undefined } = { fault: () => undefined };
  const entraKeys = createRemoteJWKSet(new URL(`${entraUrl}/${tenantId}/discovery/v2.0/keys`));
  const server = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => {
      answer(response, 500, { error: { code: 'ServiceError', message: String(error) } });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decodeURIComponent(request.url ?? '');
    if (path === '/openid') return answer(response, 200, { issuer: 'x', jwks_uri: `${url}/keys` });
    if (path === '/keys') return answer(response, 200, { keys: [{ ...key.jwk, endorsements: ['msteams'] }] });
    const method = request.method ?? '';
    calls.push({ method, path, at: Date.now() });
    const body = await read(request);
    const fault = faultOf(method, path);
    const [, root = ''] = /\/conversations\/(.+?)(?:;messageid=[^/]*)?\/activities/.exec(path) ?? [];
    arrivals.push({ method, root, at: performance.now(), fault });
    if (fault?.status === 'slow') await new Promise((resolve) => setTimeout(resolve, 1000));
    else if (fault) return fail(response, fault, () => connector(method, path, body));
    if (!(await isAuthorised(request))) return answer(response, 401, { error: { code: 'BotNotRegistered' } });
    const { status, json } = connector(method, path, body);
    answer(response, status, json);
  }

  function faultOf(method: string, path: string): Fault | undefined {
    const trouble = troubles.find((one) => one.times > 0 && one.method === method && one.path.test(path));
    if (!trouble) return path.includes('/activities') ? chance.fault(method) : undefined;
    trouble.times -= 1;
    return trouble;
  }

  async function isAuthorised({ headers }: IncomingMessage): Promise<boolean> {
    const token = headers.authorization?.replace('Bearer ', '') ?? '';
    return jwtVerify(token, entraKeys).then(
      () => true,
      () => false,
    );
  }

  function connector(method: string, path: string, body: string): { status: number; json: unknown } {
    const [, id = '', , tail] =
      /^\/connector\/v3\/conversations\/(.+?)\/(activities|members)(?:\/(.+))?$/.exec(path) ?? [];
    const conversation = conversations.get(id) ?? threadOf(id);
    if (!conversation) return { status: 404, json: { error: { code: 'ConversationNotFound' } } };
    if (path.includes('/members/')) return member(conversation, tail ?? '');
    if (body.length > LARGEST_MESSAGE) return { status: 413, json: { error: { code: 'MessageSizeTooBig' } } };
    const { card, summary, problem } = checkMessage(JSON.parse(body));
    if (problem !== undefined)
      return { status: 400, json: { error: { code: 'Bad Argument', message: problem } } };
    if (method === 'POST') {
      const posted = { id: String(1_800_000_000_000 + ++ids), card, summary, faces: [card] };
      conversation.messages.push(posted);
      return { status: 201, json: { id: posted.id } };
    }
    const existing = conversation.messages.find((message) => message.id === tail);
    if (!existing) return { status: 404, json: { error: { code: 'ActivityNotFoundInConversation' } } };
    Object.assign(existing, { card, summary });
    existing.faces.push(card);
    return { status: 200, json: { id: existing.id } };
  }

  // A new thread in a known channel needs no set-up.
  function threadOf(id: string): TeamsConversation | undefined {
    const root = conversations.get(id.split(';messageid=')[0] ?? '');
    return root && id.includes(';messageid=') ? add({ ...root, id, messages: [] }) : undefined;
  }

  function add(conversation: TeamsConversation): TeamsConversation {
    conversations.set(conversation.id, conversation);
    return conversation;
  }

  return {
    url,
    serviceUrl: `${url}/connector`,
    openIdMetadataUrl: `${url}/openid`,
    conversations,
    calls,
    arrivals,
    chance,
    troubles,
    add,
    sign: (claims: JWTPayload) => key.sign(claims),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A running stand-in for Teams. */
export type Teams = Awaited<ReturnType<typeof startTeams>>;

let ids = 0;

/** A new id in the form of Teams' ids. */
export const newId = (): string => randomUUID();

function member({ members }: TeamsConversation, userId: string) {
  const found = members.find(({ id }) => id === userId);
  if (!found) return { status: 404, json: { error: { code: 'MemberNotFoundInConversation' } } };
  const { id, name, email, tenantId, objectId: aadObjectId, isGuest } = found;
  const userRole = isGuest ? 'guest' : 'user';
  return {
    status: 200,
    json: { id, name, email, userPrincipalName: email, tenantId, aadObjectId, userRole },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function fail(response: ServerResponse, fault: Fault, act: () => unknown): void {
  const { status, code, retryAfter, isDate, isDone } = fault;
  if (isDone) act();
  if (status === 'hang' || status === 'slow') return;
  if (status === 0) {
    response.destroy();
    return;
  }
  if (status === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html><body>Sign in to the proxy</body></html>');
    return;
  }
  if (retryAfter !== undefined)
    response.setHeader('retry-after', isDate ? inSeconds(retryAfter) : String(retryAfter));
  answer(response, status, { error: { code: code ?? 'Trouble' } });
}

// A date has whole seconds: rounded up, so that it is never earlier than meant.
function inSeconds(seconds: number): string {
  return new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000).toUTCString();
}

function answer(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(json));
}
