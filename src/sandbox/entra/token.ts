import { type HttpRequest, jsonAnswer, type StandInAnswer } from '../http-server.ts';
import type { SigningKey } from '../signing-key.ts';
import { accessTokenClaims, idTokenClaims, tokenLife } from './claims.ts';
import type { Codes } from './codes.ts';
import { refuseWith } from './errors.ts';
import { check, clientGrant, codeGrant, formFields, formSecret } from './parameters.ts';
import type { Directory, EntraPlace } from './places.ts';

type Tools = Readonly<{
  directory: Directory;
  codes: Codes;
  sign: SigningKey['sign'];
}>;
type TokenFields = Readonly<Record<string, string>>;

const graph = '00000003-0000-0000-c000-000000000000';
const resources = [
  'https://api.botframework.com',
  'https://api.botframework.us',
  'https://api.partnercenter.microsoft.com',
  'https://graph.microsoft.com',
];

/** Answers an app's request for tokens: in exchange for a person's code, or for its own secret alone. */
export async function exchange(
  place: EntraPlace,
  request: HttpRequest,
  tools: Tools,
): Promise<StandInAnswer> {
  const fields = formFields(request);
  authenticate(request.headers.authorization, fields, tools.directory);
  switch (fields['grant_type']) {
    case 'authorization_code':
      return await personTokens(place, fields, tools);
    case 'client_credentials':
      return await appToken(place, fields, tools);
    default:
      return refuseWith(fields['grant_type'] ? 'unknown-grant' : 'malformed-request');
  }
}

async function personTokens(place: EntraPlace, fields: TokenFields, { directory, codes, sign }: Tools) {
  const { code, redirect_uri: redirectUri, code_verifier: codeVerifier } = check(codeGrant, fields);
  const consent = codes.redeem({ place, code, redirectUri, codeVerifier });
  const { scopes, account } = consent;
  const access = accessTokenClaims({ audience: graph, tenantId: account.tenant.id, scopes }, directory);
  return bearerIn(await sign(access), {
    scope: scopes.join(' '),
    id_token: await sign(idTokenClaims(consent, directory)),
  });
}

async function appToken({ tenant }: EntraPlace, fields: TokenFields, { directory, sign }: Tools) {
  const [, audience] =
    /^(\S+)\/\.default$/.exec(check(clientGrant, fields).scope) ?? refuseWith('wrong-scope');
  if (!tenant) return refuseWith('no-tenant');
  // People of other tenants may sign in to the app, but the app itself is installed only in its home tenant.
  if (tenant !== directory.tenants[0]) return refuseWith('unknown-client');
  if (!audience || !resources.includes(audience)) return refuseWith('unknown-resource');
  return bearerIn(await sign(accessTokenClaims({ audience, tenantId: tenant.id }, directory)), {});
}

function bearerIn(access_token: string, more: Record<string, string>): StandInAnswer {
  return jsonAnswer(200, {
    token_type: 'Bearer',
    expires_in: tokenLife,
    ext_expires_in: tokenLife,
    access_token,
    ...more,
  });
}

function authenticate(authorization: string | undefined, fields: TokenFields, directory: Directory) {
  const form = check(formSecret, fields);
  const basic = authorization === undefined ? undefined : readBasic(authorization);
  // An app may authenticate in one way per request, not in two (RFC 6749, section 2.3).
  if (basic && form.client_secret) refuseWith('malformed-request');
  if (basic && form.client_id && form.client_id !== basic.client_id) refuseWith('malformed-request');
  const { client_id, client_secret } = basic ?? form;
  if (!client_id) refuseWith('malformed-request');
  if (client_id !== directory.clientId) refuseWith('unknown-client');
  if (!client_secret) refuseWith('no-secret');
  if (client_secret !== directory.clientSecret) refuseWith('wrong-secret');
}

function readBasic(authorization: string) {
  const [, encoded = ''] = /^Basic ([\w+/=]+)$/i.exec(authorization) ?? refuseWith('malformed-request');
  const [client_id = '', client_secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  // The app encodes both halves as in a form before it joins them (RFC 6749, section 2.3.1).
  return { client_id: decode(client_id), client_secret: decode(client_secret) };
}

function decode(value: string) {
  return new URLSearchParams(`value=${value.replaceAll('&', '%26')}`).get('value') ?? '';
}
