import { Agent, type Dispatcher, request } from 'undici';
import { z } from 'zod';
import { cleanName } from '../relationship/values/clean-text.ts';

/** The bot's registration, and the URL at which it gets its own token. */
export type ConnectorAccount = {
  readonly appId: string;
  readonly password: string;
  readonly loginUrl: string;
  readonly scope: string;
};

/** The address of a conversation: the service of its region, and its id there. */
export type Address = { readonly serviceUrl: string; readonly conversationId: string };

/** The address of a stored conversation. */
export const addressOf = ({ serviceUrl, id }: { serviceUrl: string; id: string }): Address => {
  return { serviceUrl, conversationId: id };
};

/** A person in a conversation's roster, as Teams describes them. `tenantId`: the person's own organisation. */
export type Member = {
  readonly id: string;
  readonly name: string;
  readonly emails: readonly string[];
  readonly tenantId: string | undefined;
  readonly objectId: string | undefined;
  readonly isGuest: boolean;
};

/** Thrown when Teams refuses or does not answer; `status` 0: the answer was lost, so Teams may have done it. */
export type ConnectorError = Error & {
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number | undefined;
};

const DEADLINE_MS = 10_000;
const EARLY_MS = 5 * 60_000;

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.coerce.number() });
const resource = z.looseObject({ id: z.string().optional() });
const memberAnswer = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
  // Teams uses both names.
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
});
const failure = z.looseObject({
  errorCode: z.coerce.string().optional(),
  subCode: z.string().optional(),
  error: z.looseObject({ code: z.string().optional() }).optional(),
});

/**
 * Calls Teams over kept-alive connections: one attempt per call, at most 10 seconds. The outbox decides whether a call
 * is repeated, because a repeated POST is a second message.
 */
export function createConnector(account: ConnectorAccount, now: () => Date) {
  const agent = new Agent({ keepAliveTimeout: 30_000, connections: 16, pipelining: 1 });
  let token: { readonly value: string; readonly until: number } | undefined;

  async function bearer(): Promise<string> {
    if (token && token.until > now().getTime()) return token.value;
    const { access_token: value, expires_in: seconds } = await askToken(account, agent);
    token = { value, until: now().getTime() + seconds * 1000 - EARLY_MS };
    return value;
  }

  async function call(address: Address, path: string, { method, body }: ConnectorCall): Promise<unknown> {
    const url = `${address.serviceUrl.replace(/\/+$/, '')}/v3/conversations/${path}`;
    const headers = { authorization: `Bearer ${await bearer()}`, 'content-type': 'application/json' };
    const json = body === undefined ? null : JSON.stringify(body);
    const answer = await callOnce(url, { method, headers, body: json, dispatcher: agent });
    if (answer.status < 300) return answer.json;
    if (answer.status === 401) token = undefined;
    throw connectorError(answer);
  }

  const inside = ({ conversationId }: Address) => encodeURIComponent(conversationId);
  return {
    /** Posts a message and returns its id, which a later update needs; '' when Teams gives no id. */
    async post(address: Address, activity: object): Promise<string> {
      const answer = await call(address, `${inside(address)}/activities`, { method: 'POST', body: activity });
      return resource.parse(answer).id ?? '';
    },

    /** Replaces a message; a repeated call leads to the same message. */
    async update(address: Address, activityId: string, activity: object): Promise<void> {
      const path = `${inside(address)}/activities/${encodeURIComponent(activityId)}`;
      await call(address, path, { method: 'PUT', body: { ...activity, id: activityId } });
    },

    /** A person of the conversation's roster; undefined for a person who is not in it. */
    async member(address: Address, userId: string): Promise<Member | undefined> {
      const path = `${inside(address)}/members/${encodeURIComponent(userId)}`;
      try {
        return memberFrom(memberAnswer.parse(await call(address, path, { method: 'GET' })));
      } catch (error) {
        if (isConnectorError(error) && error.status === 404) return undefined;
        throw error;
      }
    },

    close: () => agent.close(),
  };
}

/** The bot's calls to Teams. */
export type Connector = ReturnType<typeof createConnector>;

/** Whether Teams refused or did not answer; every other error is a fault of the bot. */
export function isConnectorError(error: unknown): error is ConnectorError {
  return error instanceof Error && 'status' in error && 'retryAfterMs' in error;
}

type ConnectorCall = { readonly method: 'GET' | 'POST' | 'PUT'; readonly body?: object };
type CallOptions = Parameters<typeof request>[1];
type ConnectorAnswer = {
  readonly status: number;
  readonly json: unknown;
  readonly retryAfter: string | undefined;
};

async function callOnce(url: string, options: CallOptions): Promise<ConnectorAnswer> {
  // `AbortSignal.timeout` would keep each call's signal for the whole deadline, thousands of them under load.
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error('No answer in time')), DEADLINE_MS);
  try {
    const answer = await request(url, { ...options, signal: deadline.signal });
    const text = await answer.body.text();
    const after = answer.headers['retry-after'];
    const retryAfter = Array.isArray(after) ? after[0] : after;
    return { status: answer.statusCode, json: parsed(text), retryAfter };
  } catch (cause) {
    const lost = { status: 0, code: 'NoAnswer', retryAfterMs: undefined };
    throw Object.assign(new Error('Teams did not answer', { cause }), lost);
  } finally {
    clearTimeout(timer);
  }
}

// Proxies and overloaded servers answer with HTML, which says nothing about the call.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function connectorError({ status, json, retryAfter }: ConnectorAnswer): ConnectorError {
  const said = failure.safeParse(json).data;
  const code = said?.error?.code ?? said?.subCode ?? said?.errorCode ?? 'Unknown';
  const seconds = Number(retryAfter);
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
  return Object.assign(new Error(`Teams answered ${status} ${code}`), { status, code, retryAfterMs });
}

async function askToken(account: ConnectorAccount, dispatcher: Dispatcher) {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: account.appId,
    client_secret: account.password,
    scope: `${account.scope}/.default`,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = `${account.loginUrl}/oauth2/v2.0/token`;
  const answer = await callOnce(url, { method: 'POST', headers, body: form.toString(), dispatcher });
  if (answer.status === 200) return tokenAnswer.parse(answer.json);
  throw connectorError({ ...answer, status: 401 });
}

function memberFrom(answer: z.infer<typeof memberAnswer>): Member {
  const { id, name, email, userPrincipalName, tenantId, userRole } = answer;
  const emails = [...new Set([email, userPrincipalName].filter((one) => typeof one === 'string'))];
  const objectId = (answer.aadObjectId ?? answer.objectId)?.toLowerCase();
  const isGuest = userRole === 'guest' || (userPrincipalName ?? '').includes('#EXT#');
  return { id, name: cleanName(name ?? ''), emails, tenantId: tenantId?.toLowerCase(), objectId, isGuest };
}
