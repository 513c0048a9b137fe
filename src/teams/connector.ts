import { Agent, type Dispatcher, request } from 'undici';
import { z } from 'zod';
import { cleanName } from '../relationship/values/clean-text.ts';

/** What the bot needs to post in Teams: its registration and where its own token comes from. */
export type ConnectorAccount = {
  readonly appId: string;
  readonly password: string;
  readonly loginUrl: string;
  readonly scope: string;
};

/** A conversation as a message to it needs it. */
export type Address = { readonly serviceUrl: string; readonly conversationId: string };

/** Where a conversation is posted to. */
export const addressOf = ({ serviceUrl, id }: { serviceUrl: string; id: string }): Address => {
  return { serviceUrl, conversationId: id };
};

/** Somebody in a conversation's roster, as Teams knows them; `tenantId` is the person's home. */
export type Member = {
  readonly id: string;
  readonly name: string;
  readonly emails: readonly string[];
  readonly tenantId: string | undefined;
  readonly objectId: string | undefined;
  readonly isGuest: boolean;
};

/** Teams refused or did not answer. `status` 0: the answer was lost, so it may have been done. */
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
  // Teams has named it both ways.
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
});
const failure = z.looseObject({
  errorCode: z.coerce.string().optional(),
  subCode: z.string().optional(),
  error: z.looseObject({ code: z.string().optional() }).optional(),
});

/**
 * Posts to Teams over kept-alive connections, one attempt per call and a deadline on each: whether something is
 * tried again is the outbox's business, because a repeated POST is a second message.
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

  async function call(address: Address, path: string, ask: Ask): Promise<unknown> {
    const url = `${address.serviceUrl.replace(/\/+$/, '')}/v3/conversations/${path}`;
    const headers = { authorization: `Bearer ${await bearer()}`, 'content-type': 'application/json' };
    const body = ask.body === undefined ? null : JSON.stringify(ask.body);
    const answer = await exchange(url, { method: ask.method, headers, body, dispatcher: agent });
    if (answer.status < 300) return answer.json;
    if (answer.status === 401) token = undefined;
    throw refused(answer);
  }

  const inside = ({ conversationId }: Address) => encodeURIComponent(conversationId);
  return {
    /** Posts a message; the id is what a later update needs. */
    async post(address: Address, activity: object): Promise<string> {
      const answer = await call(address, `${inside(address)}/activities`, { method: 'POST', body: activity });
      return resource.parse(answer).id ?? '';
    },

    /** Replaces a message; repeating it does no harm. */
    async update(address: Address, activityId: string, activity: object): Promise<void> {
      const path = `${inside(address)}/activities/${encodeURIComponent(activityId)}`;
      await call(address, path, { method: 'PUT', body: { ...activity, id: activityId } });
    },

    /** Somebody of the conversation's roster; undefined when it does not know them. */
    async member(address: Address, userId: string): Promise<Member | undefined> {
      const path = `${inside(address)}/members/${encodeURIComponent(userId)}`;
      try {
        return member(memberAnswer.parse(await call(address, path, { method: 'GET' })));
      } catch (error) {
        if (isConnectorError(error) && error.status === 404) return undefined;
        throw error;
      }
    },

    close: () => agent.close(),
  };
}

/** Posts to Teams. */
export type Connector = ReturnType<typeof createConnector>;

/** Whether trying again cannot help: the conversation is gone, or the bot may not be in it. */
export function isPermanent(error: unknown): boolean {
  return isConnectorError(error) && [400, 403, 404, 405, 410, 413].includes(error.status);
}

/** Whether this is what the Connector answered, and not a fault of ours. */
export function isConnectorError(error: unknown): error is ConnectorError {
  return error instanceof Error && 'status' in error && 'retryAfterMs' in error;
}

type Ask = { readonly method: 'GET' | 'POST' | 'PUT'; readonly body?: object };
type Exchange = Parameters<typeof request>[1];
type Answer = { readonly status: number; readonly json: unknown; readonly retryAfter: string | undefined };

async function exchange(url: string, options: Exchange): Promise<Answer> {
  try {
    const answer = await request(url, { ...options, signal: AbortSignal.timeout(DEADLINE_MS) });
    const text = await answer.body.text();
    const after = answer.headers['retry-after'];
    const retryAfter = Array.isArray(after) ? after[0] : after;
    return { status: answer.statusCode, json: parsed(text), retryAfter };
  } catch (cause) {
    const lost = { status: 0, code: 'NoAnswer', retryAfterMs: undefined };
    throw Object.assign(new Error('Teams did not answer', { cause }), lost);
  }
}

// Proxies and overloaded servers answer with pages; what is not JSON says nothing.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function refused({ status, json, retryAfter }: Answer): ConnectorError {
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
  const answer = await exchange(url, { method: 'POST', headers, body: form.toString(), dispatcher });
  if (answer.status === 200) return tokenAnswer.parse(answer.json);
  throw refused({ ...answer, status: 401 });
}

function member(answer: z.infer<typeof memberAnswer>): Member {
  const { id, name, email, userPrincipalName, tenantId, userRole } = answer;
  const emails = [...new Set([email, userPrincipalName].filter((one) => typeof one === 'string'))];
  const objectId = (answer.aadObjectId ?? answer.objectId)?.toLowerCase();
  const isGuest = userRole === 'guest' || (userPrincipalName ?? '').includes('#EXT#');
  return { id, name: cleanName(name ?? ''), emails, tenantId: tenantId?.toLowerCase(), objectId, isGuest };
}
