import type { Tenant } from '../world.ts';
import { refuseWith } from './errors.ts';

/** One of Microsoft's clouds as it signs people in: `url` is what the bot is configured with. */
export type EntraAuthority = Readonly<{ url: string; cloud: Tenant['cloud'] }>;

/** Where at an authority somebody asked: at one tenant, or (without one) at `organizations`. */
export type EntraPlace = Readonly<{ authority: EntraAuthority; tenant?: Tenant }>;

/** The app that signs people in, and the tenants Entra knows; the app is at home in the first of these. */
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

/** The place that a tenant id, a domain or `organizations` names at `here`; what is not found there or at `there` is refused. */
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

/** Whoever has an account there, with the tenant in which they have it. */
export function accounts({ authority, tenant }: EntraPlace, tenants: readonly Tenant[]) {
  const guests = tenant?.guests.map((person) => ({ person, tenant })) ?? [];
  const hosts = tenant ? [tenant] : tenants.filter(({ cloud }) => cloud === authority.cloud);
  return [...hosts.flatMap((host) => host.people.map((person) => ({ person, tenant: host }))), ...guests];
}

/** Somebody's account in one tenant. */
export type Account = ReturnType<typeof accounts>[number];
