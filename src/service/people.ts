import type { Language } from '../relationship/language.ts';
import type { Role } from '../relationship/partner.ts';
import type { Agents } from '../store/agents.ts';
import type { People as StoredPeople } from '../store/people.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import { changedBy } from './changed-by.ts';
import type { Colleague, FindColleague, RoleOf } from './colleague.ts';

/** What knowing people needs; `adminAgents`: the operator's first Admin agents, as object ids or `tenant/object`. */
export type PeopleParts = {
  readonly attempts: Attempts;
  readonly agents: Agents;
  readonly people: StoredPeople;
  readonly roleOf: RoleOf;
};

/** Gives a role: to a colleague who is named in a way that proves who they are. */
export type RoleWish = { readonly role: Role; readonly findColleague: FindColleague };

/** What came of giving a role: to whom, or why not. */
export type RoleGiven =
  | { readonly outcome: 'given'; readonly to: Colleague }
  | { readonly outcome: 'unnamed' | 'foreign' };

/** Who may do what, and how people want to be spoken to. */
export function createPeople({ attempts, agents, people, roleOf }: PeopleParts) {
  return {
    roleOf,

    /** Gives or takes a role of one of the partner's own people. */
    giveRole: (caller: AgentCaller, { role, findColleague }: RoleWish): Promise<RoleGiven> =>
      attempts.change('role', caller, async () => {
        const to = await findColleague();
        if (to === 'unnamed' || to === 'foreign') return { outcome: to };
        const { name, objectId } = to;
        const grant = { partnerId: caller.partner.id, objectId, name, role };
        await agents.grant(grant, changedBy(caller));
        return { outcome: 'given', to };
      }),

    /** The language that a person asked for, if they ever did. */
    languageOf: (tenantId: string, objectId: string): Promise<Language | undefined> =>
      people.languageOf(tenantId, objectId),

    /** Speaks this language with a person from now on, whatever their client says. */
    speak: (tenantId: string, objectId: string, language: Language): Promise<void> =>
      people.speak(tenantId, objectId, language),
  };
}

/** The roles as the operator and the Admin agents gave them: what the operator says, no command takes back. */
export function createRoles(agents: Agents, adminAgents: readonly string[]): RoleOf {
  return async (partnerId, { tenantId, objectId }) => {
    const isFirst = [objectId, `${tenantId}/${objectId}`].some((id) => adminAgents.includes(id));
    return isFirst ? 'admin' : agents.roleOf(partnerId, objectId);
  };
}
