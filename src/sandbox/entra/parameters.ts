import { z } from 'zod';
import type { HttpRequest } from '../http-server.ts';
import { refuseWith } from './errors.ts';

const text = z.string().min(1).max(2048);

/** A request to sign somebody in, complete; that its app and its redirect address are known is not said yet. */
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

/** The answer to the account picker. */
export const choice = z.union([
  z.object({ person: z.uuid() }).transform(({ person }) => person),
  z.object({ cancel: z.string() }).transform(() => undefined),
]);

/** How an app proves itself in the form of a token request. */
export const formSecret = z.object({ client_id: text.optional(), client_secret: text.optional() });

/** A code to be exchanged for tokens. */
export const codeGrant = z.object({
  code: text,
  redirect_uri: text,
  code_verifier: z.string().regex(/^[\w.~-]{43,128}$/),
});

/** An app's request for a token of its own. */
export const clientGrant = z.object({ scope: text });

/** What `schema` says a value is; a value that is not is refused. */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const { success, data } = schema.safeParse(value);
  return success ? data : refuseWith('malformed-request');
}

/** Parameters that each occur once, as OAuth demands. */
export function parameters(search: URLSearchParams): Record<string, string> {
  const names = [...search.keys()];
  if (new Set(names).size !== names.length) refuseWith('malformed-request');
  return Object.fromEntries(search);
}

/** The fields of a form that was sent as one. */
export function formFields({ headers, body }: HttpRequest) {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') refuseWith('malformed-request');
  return parameters(new URLSearchParams(body.toString('utf8')));
}
