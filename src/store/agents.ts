import type { Role } from '../relationship/partner.ts';
import type { Agent } from '../relationship/people.ts';
import { type ChangedBy, partnerEntry } from './audit/entries.ts';
import type { Audit } from './audit/transaction.ts';
import type { Mongo } from './mongo.ts';

/** Knows what each partner's people may do. */
export function createAgents({ agents }: Pick<Mongo, 'agents'>, audit: Audit) {
  return {
    /** The role that an Admin agent of this partner gave; `none` when nobody did. */
    async roleOf(partnerId: string, objectId: string): Promise<Role> {
      const agent = await agents.findOne({ _id: { partnerId, objectId } });
      return agent?.role ?? 'none';
    },

    /** Gives or takes a role; who did it is kept. */
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

/** A role for somebody. */
export type Grant = {
  readonly partnerId: string;
  readonly objectId: string;
  readonly name: string;
  readonly role: Role;
};

/** Knows what each partner's people may do. */
export type Agents = ReturnType<typeof createAgents>;
