import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { callOnce, connectorError } from './call-once.ts';

/** The bot's registration, and the URL at which it gets its own token. */
export type ConnectorAccount = {
  readonly appId: string;
  readonly password: string;
  readonly loginUrl: string;
  readonly scope: string;
};

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.coerce.number() });

/** Asks Entra for the bot's own token; throws an error with the code `NoToken` when there is none to be had. */
export async function askToken(account: ConnectorAccount, dispatcher: Dispatcher) {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: account.appId,
    client_secret: account.password,
    scope: `${account.scope}/.default`,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = `${account.loginUrl}/oauth2/v2.0/token`;
  const options = { method: 'POST', headers, body: form.toString(), dispatcher } as const;
  const answer = await callOnce(url, options).catch((cause: unknown) => noToken(cause));
  const given = tokenAnswer.safeParse(answer.json);
  if (answer.status !== 200 || !given.success) return noToken(connectorError(answer));
  return given.data;
}

function noToken(cause: unknown): never {
  const refused = { status: 0, code: 'NoToken', retryAfterMs: undefined };
  throw Object.assign(new Error('Entra gave the bot no token', { cause }), refused);
}
