import type { Unsigned } from '../relationship/command.ts';
import { Refusal } from '../relationship/refusal.ts';
import type { Found } from '../store/documents.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { AgentFollowup, CarryOutForAgent } from './carry-out.ts';
import type { Target } from './targets.ts';

/** A command of an agent about a relationship that exists, without the agent who gives it. */
export type FollowupWish = Unsigned<AgentFollowup>;

/** What carrying out such commands needs. */
export type CommandParts = { readonly attempts: Attempts; readonly carryOutForAgent: CarryOutForAgent };

/** The agent's commands about a relationship that need nothing but their rule, such as reminding and extending. */
export function createCommands({ attempts, carryOutForAgent }: CommandParts) {
  return {
    /** Carries out the command and returns the relationship as it is afterwards. */
    carryOut: (caller: AgentCaller, target: Target, wish: FollowupWish): Promise<Found> =>
      carryOutForAgent(caller, target, { ...wish, by: caller.agent }),

    /**
     * The relationship whose invitation an agent wants to withdraw, for the card that asks for confirmation. A Refusal
     * for an agent who may not withdraw it; changes nothing.
     */
    beginRevoking: (caller: AgentCaller, target: Target): Promise<Found> =>
      attempts.changeOf('revoke', caller, target, async (found) => found),

    /**
     * The active relationship that an agent wants to end, for the card that asks for confirmation. A Refusal when it is
     * not active or the agent may not end it; changes nothing.
     */
    beginEnding: (caller: AgentCaller, target: Target): Promise<Found> =>
      attempts.changeOf('end', caller, target, async (found) => {
        const { status, customer } = found.state;
        if (status !== 'active') throw new Refusal({ code: 'not-active', customer: customer.name });
        return found;
      }),
  };
}
