import type { Role } from '../relationship/partner.ts';
import type { Mongo } from './mongo.ts';

/** Knows what each partner's people may do. */
export function createAgents({ agents }: Pick<Mongo, 'agents'>) {
  return {
    /** The role that an Admin agent of this partner gave; `none` when nobody did. */
    async roleOf(partnerId: string, objectId: string): Promise<Role> {
      const agent = await agents.findOne({ _id: { partnerId, objectId } });
      return agent?.role ?? 'none';
    },

    /** Gives or takes a role; who did it is kept. */
    async grant(agent: Grant): Promise<void> {
      const { partnerId, objectId, ...granted } = agent;
      await agents.updateOne(
        { _id: { partnerId, objectId } },
        { $set: granted, $currentDate: { grantedAt: true } },
        { upsert: true },
      );
    },
  };
}

/** A role for somebody, and who gives it. */
export type Grant = {
  readonly partnerId: string;
  readonly objectId: string;
  readonly name: string;
  readonly role: Role;
  readonly grantedBy: string;
};

/** Knows what each partner's people may do. */
export type Agents = ReturnType<typeof createAgents>;
