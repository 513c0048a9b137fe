import { randomUUID } from 'node:crypto';
import { jsonAnswer, type StandInAnswer } from '../http-server.ts';

// Entra's own numbers and words, because administrators look them up.
const refusals = {
  'unknown-tenant': {
    error: 'invalid_tenant',
    number: 90002,
    text: 'Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud',
  },
  'malformed-tenant': {
    error: 'invalid_tenant',
    number: 900023,
    text: 'Specified tenant identifier is neither a valid DNS name, nor a valid external domain',
  },
  'no-tenant': {
    error: 'invalid_request',
    number: 50059,
    text: 'No tenant-identifying information found in either the request or implied by any provided credentials',
  },
  'unknown-client': {
    error: 'unauthorized_client',
    number: 700016,
    text: 'Application was not found in the directory',
  },
  'unknown-redirect': {
    error: 'invalid_request',
    number: 50011,
    text: 'The redirect URI specified in the request does not match the redirect URIs configured for the application',
  },
  'malformed-request': {
    error: 'invalid_request',
    number: 900144,
    text: 'The request lacks a parameter, repeats one, or carries a value that is not valid',
  },
  'unknown-person': {
    error: 'access_denied',
    number: 50020,
    text: 'User account does not exist in the tenant and cannot access the application in that tenant',
  },
  'unknown-grant': {
    error: 'unsupported_grant_type',
    number: 70003,
    text: 'The app requested an unsupported grant type',
  },
  'no-secret': {
    error: 'invalid_client',
    number: 7000218,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'",
  },
  'wrong-secret': { error: 'invalid_client', number: 7000215, text: 'Invalid client secret provided' },
  'unknown-code': {
    error: 'invalid_grant',
    number: 70000,
    text: 'The provided value for the authorization code is not valid',
  },
  'used-code': {
    error: 'invalid_grant',
    number: 54005,
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code',
  },
  'expired-code': {
    error: 'invalid_grant',
    number: 70008,
    text: 'The provided authorization code has expired',
  },
  'other-redirect': {
    error: 'invalid_grant',
    number: 500112,
    text: 'The reply address does not match the reply address provided when requesting Authorization code',
  },
  'wrong-verifier': {
    error: 'invalid_grant',
    number: 501481,
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request',
  },
  'wrong-scope': {
    error: 'invalid_scope',
    number: 1002012,
    text: 'Client credential flows must have a scope value with /.default suffixed to the resource identifier',
  },
  'unknown-resource': {
    error: 'invalid_resource',
    number: 500011,
    text: 'The resource principal was not found in the tenant',
  },
} as const;

/** Why Entra refuses a request. */
export type EntraRefusal = keyof typeof refusals;

/** Throws; the request is then answered with this refusal. */
export function refuseWith(refusal: EntraRefusal): never {
  throw Object.assign(new Error(inWords(refusal)), { refusal });
}

/** The refusal that was thrown; undefined when `error` is a fault. */
export function refusalIn(error: unknown): EntraRefusal | undefined {
  return error instanceof Error && 'refusal' in error ? (error.refusal as EntraRefusal) : undefined;
}

/** The refusal in words, with the number that administrators look up. */
export function inWords(refusal: EntraRefusal) {
  return `AADSTS${refusals[refusal].number}: ${refusals[refusal].text}.`;
}

/** The refusal as an OAuth error in JSON, for programs. */
export function refusalAnswer(refusal: EntraRefusal): StandInAnswer {
  const { error, number } = refusals[refusal];
  const [trace_id, correlation_id] = [randomUUID(), randomUUID()];
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const trace = `Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}`;
  return jsonAnswer(error === 'invalid_client' ? 401 : 400, {
    error,
    error_description: `${inWords(refusal)} ${trace}`,
    error_codes: [number],
    timestamp,
    trace_id,
    correlation_id,
  });
}
