import type { Role, RoleHolder } from '../relationship/partner.ts';

/** The role that a person has with a partner. */
export type RoleOf = (partnerId: string, person: RoleHolder) => Promise<Role>;

/** One of the partner's own people, as a conversation's roster knows them. */
export type Colleague = RoleHolder & { readonly memberId: string; readonly name: string };

/** Finds the colleague whom a request names; `unnamed`: it names none, `foreign`: a person of another organisation. */
export type FindColleague = () => Promise<Colleague | 'unnamed' | 'foreign'>;
