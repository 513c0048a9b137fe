import type { Role } from '../relationship/partner.ts';
import type { Agent } from '../relationship/people.ts';
import { type ChangedBy, partnerEntry } from './audit/entries.ts';
import type { Audit } from './audit/transaction.ts';
import type { Mongo } from './mongo.ts';

/** Stores the role of each of a partner's people. */
export function createAgents({ agents }: Pick<Mongo, 'agents'>, audit: Audit) {
  return {
    /** The role that an Admin agent of this partner granted to this person; `none` when there is no such grant. */
    async roleOf(partnerId: string, objectId: string): Promise<Role> {
      const agent = await agents.findOne({ _id: { partnerId, objectId } });
      return agent?.role ?? 'none';
    },

    /** The object ids of the people to whom this partner gave the role of an Admin agent. */
    async admins(partnerId: string): Promise<readonly string[]> {
      const found = await agents.find({ '_id.partnerId': partnerId, role: 'admin' }).toArray();
      return found.map(({ _id }) => _id.objectId);
    },

    /** Grants a role, or takes it with `none`; the audit records the agent who did it. */
    async grant(
      { partnerId, objectId, name, role }: Grant,
      changedBy: ChangedBy & { by: Agent },
    ): Promise<void> {
      const _id = { partnerId, objectId };
      const said = { name, role, grantedBy: changedBy.by.objectId };
      await audit.transaction(partnerId, async ({ session, record }) => {
        const before = await agents.findOne({ _id }, { session });
        const change = { $set: said, $currentDate: { grantedAt: true } } as const;
        const options = { session, upsert: true, returnDocument: 'after' } as const;
        const after = await agents.findOneAndUpdate({ _id }, change, options);
        const was = before ? { name: before.name, role: before.role } : { role: 'none' };
        const roles = { before: was, after: { name, role } };
        await record(partnerEntry('role', { subject: objectId, at: after?.grantedAt, ...roles }, changedBy));
      });
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
