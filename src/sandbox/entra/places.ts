import type { Tenant } from '../world.ts';
import { refuseWith } from './errors.ts';

/** The authority of one of Microsoft's clouds; `url` is the one in the bot's settings. */
export type EntraAuthority = Readonly<{ url: string; cloud: Tenant['cloud'] }>;

/** A part of an authority that can be asked: one tenant, or `organizations` when there is no `tenant`. */
export type EntraPlace = Readonly<{ authority: EntraAuthority; tenant?: Tenant }>;

/** The app that signs people in, and the tenants that Entra knows; the first of them is the app's home tenant. */
export type Directory = Readonly<{
  tenants: readonly Tenant[];
  clientId: string;
  clientSecret: string;
  /** Where codes may be sent, besides http addresses of this machine. */
  redirectUris: readonly string[];
  now: () => number;
}>;

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const domain = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/**
 * The place that a tenant id, a domain or `organizations` names; refuses a tenant that is neither `here` nor `there`.
 */
export function locate(
  { here, there = here }: { here: EntraAuthority; there?: EntraAuthority },
  name: string,
  tenants: readonly Tenant[],
): EntraPlace {
  const wanted = name.toLowerCase();
  if (wanted === 'organizations') return { authority: here };
  const tenant = tenants.find(({ id, domain }) => id === wanted || domain === wanted);
  const authority = [here, there].find(({ cloud }) => cloud === tenant?.cloud);
  if (tenant && authority) return { authority, tenant };
  return refuseWith(guid.test(wanted) || domain.test(wanted) ? 'unknown-tenant' : 'malformed-tenant');
}

/** The address under which a place's endpoints are. */
export function placeUrl({ authority, tenant }: EntraPlace) {
  return `${authority.url}/${tenant?.id ?? 'organizations'}`;
}

/** All accounts that can sign in at a place, each with its tenant. */
export function accounts({ authority, tenant }: EntraPlace, tenants: readonly Tenant[]) {
  const guests = tenant?.guests.map((person) => ({ person, tenant })) ?? [];
  const hosts = tenant ? [tenant] : tenants.filter(({ cloud }) => cloud === authority.cloud);
  return [...hosts.flatMap((host) => host.people.map((person) => ({ person, tenant: host }))), ...guests];
}

/** A person's account in one tenant. */
export type Account = ReturnType<typeof accounts>[number];
