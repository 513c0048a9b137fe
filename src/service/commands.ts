import { Refusal } from '../relationship/refusal.ts';
import type { Found } from '../store/documents.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { AgentFollowup, CarryOutForAgent } from './carry-out.ts';
import type { Target } from './targets.ts';

type Unsigned<Command> = Command extends unknown ? Omit<Command, 'by'> : never;

/** A command of an agent about a relationship that exists, before it says who gives it. */
export type FollowupWish = Unsigned<AgentFollowup>;

/** What the use case needs. */
export type CommandParts = { readonly attempts: Attempts; readonly carryOutForAgent: CarryOutForAgent };

/**
 * Everything that an agent does to a relationship and that needs no more than its rule: sharing, reminding, extending,
 * withdrawing, recording the agreement or the access, ending.
 */
export function createCommands({ attempts, carryOutForAgent }: CommandParts) {
  return {
    /** Carries out the command; the relationship as it stands afterwards. */
    carryOut: (caller: AgentCaller, target: Target, wish: FollowupWish): Promise<Found> =>
      carryOutForAgent(caller, target, { ...wish, by: caller.agent }),

    /** The invitation that an agent who may withdraw it is asked about once more; changes nothing. */
    beginRevoking: (caller: AgentCaller, target: Target): Promise<Found> =>
      attempts.changeOf('revoke', caller, target, async (found) => found),

    /** The active relationship that an agent who may end it is asked about first; changes nothing. */
    beginEnding: (caller: AgentCaller, target: Target): Promise<Found> =>
      attempts.changeOf('end', caller, target, async (found) => {
        const { status, customer } = found.state;
        if (status !== 'active') throw new Refusal({ code: 'not-active', customer: customer.name });
        return found;
      }),
  };
}
