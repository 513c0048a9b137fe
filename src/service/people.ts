import type { Language } from '../relationship/language.ts';
import type { Partner, Role } from '../relationship/partner.ts';
import type { Conversations } from '../store/conversations.ts';
import type { Conversation } from '../store/documents.ts';
import type { Agents } from '../store/partners/agents.ts';
import type { StoredPeople } from '../store/people.ts';
import { type AgentCaller, type Attempts, changedBy } from './attempts.ts';
import type { Colleague, FindColleague, RoleOf } from './colleague.ts';

/** What roles and languages of people need. */
export type PeopleParts = {
  readonly attempts: Attempts;
  readonly agents: Agents;
  readonly people: StoredPeople;
  readonly roleOf: RoleOf;
  readonly conversations: Pick<Conversations, 'personalChat'>;
  /** The operator's first Admin agents, as object ids or `tenant/object`. */
  readonly adminAgents: readonly string[];
};

/** A role to give. `findColleague` identifies the colleague who gets it by their id, not by their name alone. */
export type RoleWish = { readonly role: Role; readonly findColleague: FindColleague };

/** The result of giving a role: the colleague who has it now, or why no role was given. */
export type RoleGiven =
  | { readonly outcome: 'given'; readonly to: Colleague }
  | { readonly outcome: 'unnamed' | 'foreign' };

/** The roles of the partner's people, and the language in which each person wants to be answered. */
export function createPeople(parts: PeopleParts) {
  const { attempts, agents, people, roleOf } = parts;
  return {
    roleOf,

    /**
     * The personal chat of one of the partner's Admin agents, of another one than `last` where there is one; undefined:
     * none of them can be reached.
     */
    adminChat: (partner: Partner, last?: string): Promise<Conversation | undefined> =>
      adminChat(partner, parts, last),

    /** Gives a colleague a role, or takes it away with `none`. */
    giveRole: (caller: AgentCaller, { role, findColleague }: RoleWish): Promise<RoleGiven> =>
      attempts.change('role', caller, async () => {
        const to = await findColleague();
        if (to === 'unnamed' || to === 'foreign') return { outcome: to };
        const { name, objectId } = to;
        const grant = { partnerId: caller.partner.id, objectId, name, role };
        await agents.grant(grant, changedBy(caller));
        return { outcome: 'given', to };
      }),

    /** The language that a person chose; undefined before the first choice. */
    languageOf: (tenantId: string, objectId: string): Promise<Language | undefined> =>
      people.languageOf(tenantId, objectId),

    /** Stores the language in which the bot answers a person from now on, also when their client uses another. */
    speak: (tenantId: string, objectId: string, language: Language): Promise<void> =>
      people.speak(tenantId, objectId, language),
  };
}

async function adminChat(
  { id, tenantIds }: Partner,
  { agents, conversations, adminAgents }: PeopleParts,
  last?: string,
): Promise<Conversation | undefined> {
  const admins = [...(await agents.admins(id)), ...adminAgents].map((admin) => admin.split('/').reverse());
  const others = admins.filter(([objectId]) => objectId !== last);
  for (const [objectId = '', tenantId] of [...others, ...admins]) {
    for (const tenant of tenantIds.filter((one) => tenantId === undefined || one === tenantId)) {
      const chat = await conversations.personalChat(tenant, objectId);
      if (chat) return chat;
    }
  }
  return undefined;
}

/**
 * Looks up roles. `adminAgents`: the operator's first Admin agents, each as `tenant/object`, because the same object id
 * means nobody in another tenant; no command can take their role away. Admin agents give all other roles. `roleOf` is
 * for what is shown, and may be half a second old; `roleNow` is for what changes something.
 */
export function createRoles(
  agents: Agents,
  adminAgents: readonly string[],
): { readonly roleOf: RoleOf; readonly roleNow: RoleOf } {
  const asking =
    (ask: Agents['roleOf']): RoleOf =>
    async (partnerId, { tenantId, objectId }) => {
      const isFirst = adminAgents.includes(`${tenantId}/${objectId}`);
      return isFirst ? 'admin' : ask(partnerId, objectId);
    };
  return { roleOf: asking(agents.roleOf), roleNow: asking(agents.roleNow) };
}
