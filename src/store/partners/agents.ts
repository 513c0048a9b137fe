import type { Role } from '../../relationship/partner.ts';
import type { Agent } from '../../relationship/people.ts';
import { type ChangedBy, partnerEntry } from '../aggregates/entries.ts';
import type { Mongo } from '../mongo.ts';
import { changing, markOf, type PartnerChanging } from './change-partner.ts';
import { roleIn } from './document.ts';
import type { PartnerParts } from './partners.ts';

/** Stores the role of each of a partner's people. */
export function createAgents({ partners }: Pick<Mongo, 'partners'>, { directory, change }: PartnerParts) {
  return {
    /**
     * The role that an Admin agent of this partner granted to this person; `none` when there is no such grant. At most
     * half a second old: enough for what is shown.
     */
    async roleOf(partnerId: string, objectId: string): Promise<Role> {
      return roleIn({ roles: (await directory.byId(partnerId))?.roles ?? [] }, objectId);
    },

    /** The same from the database, for what changes something. */
    async roleNow(partnerId: string, objectId: string): Promise<Role> {
      const projection = { roles: { $elemMatch: { objectId } } };
      const document = await partners.findOne({ _id: partnerId }, { projection });
      return roleIn({ roles: document?.roles ?? [] }, objectId);
    },

    /** The object ids of the people to whom this partner gave the role of an Admin agent. */
    async admins(partnerId: string): Promise<readonly string[]> {
      const document = await partners.findOne({ _id: partnerId }, { projection: { roles: 1 } });
      const admins = document?.roles.filter(({ role }) => role === 'admin') ?? [];
      return admins.map(({ objectId }) => objectId);
    },

    /** Grants a role, or takes it with `none`; the audit records the agent who did it. */
    async grant(
      { partnerId, objectId, name, role }: Grant,
      changedBy: ChangedBy & { by: Agent },
    ): Promise<void> {
      const mark = markOf(`role ${objectId}`, changedBy);
      const changeRole: PartnerChanging = (stored, now) => {
        if (!stored) return undefined;
        const was = stored.roles.find((one) => one.objectId === objectId);
        const before = was ? { name: was.name, role: was.role } : { role: 'none' };
        const facts = { subject: objectId, at: now, before, after: { name, role } };
        const entries = partnerEntry('role', facts, changedBy);
        const given = { objectId, name, role, grantedBy: changedBy.by.objectId, grantedAt: now };
        const others = stored.roles.filter((one) => one !== was);
        return changing({ roles: [...others, given] }, entries);
      };
      await change(partnerId, changeRole, mark);
    },
  };
}

/** A role, and the person who gets it. */
export type Grant = {
  readonly partnerId: string;
  readonly objectId: string;
  readonly name: string;
  readonly role: Role;
};

/** The roles of the partners' people, as the rest of the program reads and grants them. */
export type Agents = ReturnType<typeof createAgents>;
