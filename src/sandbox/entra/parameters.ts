import { z } from 'zod';
import type { HttpRequest } from '../http-server.ts';
import { refuseWith } from './errors.ts';

const text = z.string().min(1).max(2048);

/** A complete request to sign a person in; whether Entra knows its app and its redirect address is not checked here. */
export const authorization = z.object({
  client_id: text,
  redirect_uri: text,
  response_type: z.literal('code'),
  response_mode: z.literal('query').optional(),
  scope: z
    .string()
    .max(1000)
    .transform((scope) => scope.split(' ').filter(Boolean))
    .refine((scopes) => scopes.includes('openid')),
  state: text,
  nonce: text,
  code_challenge: z.string().regex(/^[\w-]{43}$/),
  code_challenge_method: z.literal('S256'),
  login_hint: z.string().max(320).optional(),
  prompt: z.enum(['login', 'none', 'consent', 'select_account']).optional(),
  ui_locales: z.string().max(100).optional(),
  mkt: z.string().max(20).optional(),
});

/** The form of the account picker: the id of the person, or undefined when they cancelled. */
export const choice = z.union([
  z.object({ person: z.uuid() }).transform(({ person }) => person),
  z.object({ cancel: z.string() }).transform(() => undefined),
]);

/** The app's credentials, where a token request has them in its form. */
export const formSecret = z.object({ client_id: text.optional(), client_secret: text.optional() });

/** The fields of a request that exchanges a code for tokens. */
export const codeGrant = z.object({
  code: text,
  redirect_uri: text,
  code_verifier: z.string().regex(/^[\w.~-]{43,128}$/),
});

/** The fields of an app's request for a token of its own. */
export const clientGrant = z.object({ scope: text });

/** Returns the value as `schema` reads it; refuses a value that does not match. */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const { success, data } = schema.safeParse(value);
  return success ? data : refuseWith('malformed-request');
}

/** The parameters by name; refuses a parameter that occurs twice, as OAuth demands. */
export function parameters(search: URLSearchParams): Record<string, string> {
  const names = [...search.keys()];
  if (new Set(names).size !== names.length) refuseWith('malformed-request');
  return Object.fromEntries(search);
}

/** The fields of a form; refuses a body of another content type. */
export function formFields({ headers, body }: HttpRequest) {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') refuseWith('malformed-request');
  return parameters(new URLSearchParams(body.toString('utf8')));
}
