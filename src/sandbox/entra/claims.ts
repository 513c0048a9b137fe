import { createHash, randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { Consent } from './codes.ts';
import { issuer } from './discovery.ts';
import type { Account, Directory, EntraAuthority } from './places.ts';

/** How long a token is valid, in seconds. */
export const tokenLife = 3600;

/**
 * An id token's claims. As at Entra, the scope `openid` alone gives neither the person's name and ids nor their tenant.
 */
export function idTokenClaims({ place, account, nonce, scopes }: Consent, directory: Directory): JWTPayload {
  const { person, tenant } = account;
  const profile = { name: person.name, preferred_username: person.email, oid: person.id, tid: tenant.id };
  return {
    ver: '2.0',
    iss: issuer({ authority: place.authority, tenant }),
    aud: directory.clientId,
    // Pairwise: another app gets another subject for the same person.
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

/**
 * The claims of a token for another service's API: about the app, or with `scopes` about the app acting for a person.
 */
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

// The permission that the app's registration exposes to Teams; Teams gets it without asking the person.
const tabScope = 'access_as_user';

/**
 * The claims of the token that Teams gets for a tab, about the person who uses it. Entra's version 2.0 names the app by
 * its id, version 1.0 by its Application ID URI.
 */
export function teamsTokenClaims(
  { authority, account: { person, tenant }, version, resource }: TeamsTokenRequest,
  directory: Directory,
): JWTPayload {
  const isTwo = version === '2.0';
  return {
    ver: version,
    iss: isTwo ? issuer({ authority, tenant }) : classicIssuer(tenant.id),
    aud: isTwo ? directory.clientId : resource,
    ...(isTwo
      ? { azp: teamsClientId, preferred_username: person.email }
      : { appid: teamsClientId, upn: person.email }),
    name: person.name,
    oid: person.id,
    tid: tenant.id,
    scp: tabScope,
    ...validity(directory),
  };
}

/** A token that Teams requests: the person's account, Entra's version, and for version 1.0 the Application ID URI. */
export type TeamsTokenRequest = Readonly<{
  authority: EntraAuthority;
  account: Account;
  version: '1.0' | '2.0';
  resource: string;
}>;

// Teams' desktop and mobile app; the app's registration allows it to request the token.
const teamsClientId = '1fec8e78-bce4-4aaf-ab1b-5451cc387264';

/** A tenant's issuer in tokens of version 1.0, which is also how a guest's token names the home tenant (`idp`). */
export function classicIssuer(tenantId: string) {
  return `https://sts.windows.net/${tenantId}/`;
}

function validity(directory: Directory) {
  const now = Math.floor(directory.now() / 1000);
  return { iat: now, nbf: now, exp: now + tokenLife, uti: randomUUID() };
}
