import { request } from 'undici';
import { z } from 'zod';

/**
 * Thrown when Teams refuses or does not answer. `status` 0: the answer was lost or is none, so Teams may have done it,
 * unless the code is `NotSent`: nothing was sent. The code `NoToken`: Entra gave the bot no token, and nothing was sent.
 */
export type ConnectorError = Error & {
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number | undefined;
};

/** Whether Teams refused or did not answer; every other error is a fault of the bot. */
export function isConnectorError(error: unknown): error is ConnectorError {
  return error instanceof Error && 'status' in error && 'retryAfterMs' in error;
}

const DEADLINE_MS = 10_000;

const failure = z.looseObject({
  errorCode: z.coerce.string().optional(),
  subCode: z.string().optional(),
  error: z.looseObject({ code: z.string().optional() }).optional(),
});

type CallOptions = Parameters<typeof request>[1];

/** An answer as it came; `json` is undefined when it is something else. */
export type ConnectorAnswer = {
  readonly status: number;
  readonly json: unknown;
  readonly retryAfter: string | undefined;
  /** The other side's clock. */
  readonly date: string;
};

/** One attempt of at most 10 seconds; throws a ConnectorError when no answer comes. */
export async function callOnce(url: string, options: CallOptions): Promise<ConnectorAnswer> {
  try {
    const answer = await request(url, { ...options, signal: AbortSignal.timeout(DEADLINE_MS) });
    const text = await answer.body.text();
    const after = answer.headers['retry-after'];
    const retryAfter = Array.isArray(after) ? after[0] : after;
    const date = answer.headers['date'];
    return { status: answer.statusCode, json: parsed(text), retryAfter, date: String(date ?? '') };
  } catch (cause) {
    throw noAnswer(isBeforeSending(cause) ? 'NotSent' : 'NoAnswer', cause);
  }
}

/** The error of a call without an answer; `code` says what is known of it. */
export function noAnswer(code: string, cause: unknown): ConnectorError {
  const lost = { status: 0, code, retryAfterMs: undefined };
  return Object.assign(new Error(`Teams did not answer: ${code}`, { cause }), lost);
}

const BEFORE_SENDING = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

// There was no connection, so nothing was sent.
function isBeforeSending(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return BEFORE_SENDING.includes(code);
}

// Proxies and overloaded servers answer with HTML, which says nothing about the call.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text === '' ? {} : undefined;
    throw error;
  }
}

/** The error in an answer. */
export function connectorError({ status, json, retryAfter, date }: ConnectorAnswer): ConnectorError {
  const said = failure.safeParse(json).data;
  const code = said?.error?.code ?? said?.subCode ?? said?.errorCode ?? 'Unknown';
  const retryAfterMs = retryAfterOf(retryAfter, date);
  return Object.assign(new Error(`Teams answered ${status} ${code}`), { status, code, retryAfterMs });
}

const LONGEST_WAIT_MS = 3_600_000;

/** The milliseconds of a Retry-After: in seconds, or as a date by the clock of the answer's Date header. */
export function retryAfterOf(retryAfter = '', date = ''): number | undefined {
  const seconds = retryAfter.trim() === '' ? Number.NaN : Number(retryAfter);
  const sent = Date.parse(date);
  const byDate = Date.parse(retryAfter) - (Number.isNaN(sent) ? Date.now() : sent);
  const ms = Number.isNaN(seconds) ? byDate : seconds * 1000;
  return ms > 0 ? Math.min(ms, LONGEST_WAIT_MS) : undefined;
}
