import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { TokenTrouble } from '../relationship/installation.ts';
import { type ConnectorAnswer, callOnce, connectorError } from './call-once.ts';

/** The bot's registration, and the URL at which it gets its own token. */
export type ConnectorAccount = {
  readonly appId: string;
  readonly password: string;
  readonly loginUrl: string;
  readonly scope: string;
};

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.coerce.number() });

/** Asks Entra for the bot's own token; throws an error with the code `NoToken` when there is none to be had. */
export async function askToken(account: ConnectorAccount, dispatcher?: Dispatcher) {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: account.appId,
    client_secret: account.password,
    scope: `${account.scope}/.default`,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = `${account.loginUrl}/oauth2/v2.0/token`;
  const options = {
    method: 'POST',
    headers,
    body: form.toString(),
    ...(dispatcher ? { dispatcher } : {}),
  } as const;
  const answer = await callOnce(url, options).catch((cause: unknown) => noToken(cause));
  const given = tokenAnswer.safeParse(answer.json);
  if (answer.status !== 200 || !given.success) return noToken(connectorError(answer), reasonIn(answer));
  return given.data;
}

// https://learn.microsoft.com/entra/identity-platform/reference-error-codes
const REASONS: Readonly<Record<number, TokenTrouble>> = {
  7000215: 'password-wrong',
  7000222: 'password-expired',
  700016: 'app-unknown',
  90002: 'tenant-unknown',
};

const entraRefusal = z.looseObject({
  error: z.string(),
  error_codes: z.array(z.number()).default([]),
});

// Whatever is no refusal in Entra's own form came from something in between, or from an Entra in trouble.
function reasonIn({ status, json }: ConnectorAnswer): TokenTrouble {
  const { success, data } = entraRefusal.safeParse(json);
  if (!success || status >= 500 || status === 429) return 'unreachable';
  const known = data.error_codes.map((code) => REASONS[code]).find((reason) => reason !== undefined);
  return known ?? (data.error === 'invalid_client' ? 'password-wrong' : 'refused');
}

/** The trouble behind an error of `askToken`; undefined for every other error. */
export function tokenTroubleOf(error: unknown): TokenTrouble | undefined {
  return error instanceof Error && 'trouble' in error ? (error.trouble as TokenTrouble) : undefined;
}

function noToken(cause: unknown, trouble: TokenTrouble = 'unreachable'): never {
  const refused = { status: 0, code: 'NoToken', retryAfterMs: undefined, trouble };
  throw Object.assign(new Error('Entra gave the bot no token', { cause }), refused);
}
