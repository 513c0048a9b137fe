import { createHash, randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { Consent } from './codes.ts';
import { issuer } from './discovery.ts';
import type { Directory } from './places.ts';

/** How long a token is good, in seconds. */
export const tokenLife = 3600;

/** What an id token says of whoever signed in; as at Entra, `openid` alone tells neither who nor whence they are. */
export function idTokenClaims({ place, account, nonce, scopes }: Consent, directory: Directory): JWTPayload {
  const { person, tenant } = account;
  const profile = { name: person.name, preferred_username: person.email, oid: person.id, tid: tenant.id };
  return {
    ver: '2.0',
    iss: issuer({ authority: place.authority, tenant }),
    aud: directory.clientId,
    // Pairwise: another app would see another subject.
    sub: createHash('sha256').update(`${directory.clientId} ${tenant.id} ${person.id}`).digest('base64url'),
    nonce,
    wids: person.roles,
    acct: person.homeTenantId ? 1 : 0,
    ...(person.homeTenantId ? { idp: classicIssuer(person.homeTenantId) } : {}),
    ...(scopes.includes('profile') ? profile : {}),
    ...(scopes.includes('email') ? { email: person.email } : {}),
    ...validity(directory),
  };
}

/** What a token for another service's API says of the app, or of the person for whom it asks. */
export function accessTokenClaims(
  { audience, tenantId, scopes }: { audience: string; tenantId: string; scopes?: readonly string[] },
  directory: Directory,
): JWTPayload {
  return {
    ver: '1.0',
    iss: classicIssuer(tenantId),
    aud: audience,
    appid: directory.clientId,
    tid: tenantId,
    ...(scopes ? { scp: scopes.join(' ') } : { idtyp: 'app' }),
    ...validity(directory),
  };
}

// Tokens for the APIs of Microsoft's older services, and guests' origins, still carry this name of a tenant.
function classicIssuer(tenantId: string) {
  return `https://sts.windows.net/${tenantId}/`;
}

function validity(directory: Directory) {
  const now = Math.floor(directory.now() / 1000);
  return { iat: now, nbf: now, exp: now + tokenLife, uti: randomUUID() };
}
