import type { Role, RoleHolder } from '../relationship/partner.ts';

/** Looks up the role that a person has with a partner. */
export type RoleOf = (partnerId: string, person: RoleHolder) => Promise<Role>;

/** One of the partner's own people, found in a conversation's roster; `memberId`: their id there. */
export type Colleague = RoleHolder & { readonly memberId: string; readonly name: string };

/**
 * Finds the colleague whom a request names. `unnamed`: it names no person; `foreign`: the person is not one of the
 * partner's.
 */
export type FindColleague = () => Promise<Colleague | 'unnamed' | 'foreign'>;
