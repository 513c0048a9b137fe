import type { Attestation, RecordAccess } from '../relationship/command.ts';
import { Refusal } from '../relationship/refusal.ts';
import type { Found } from '../store/relationships/change.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { CarryOutForAgent } from './carry-out.ts';
import type { Target } from './targets.ts';

/** What recording needs. */
export type RecordingParts = { readonly attempts: Attempts; readonly carryOutForAgent: CarryOutForAgent };

/** Records what is true at Microsoft. What is returned is the relationship as it stands afterwards. */
export function createRecording({ attempts, carryOutForAgent: carryOut }: RecordingParts) {
  return {
    /** Records that the Microsoft Customer Agreement is signed; with an attestation, in Microsoft's stead (S2). */
    agreement: (caller: AgentCaller, target: Target, attestation?: Attestation): Promise<Found> =>
      carryOut(caller, target, {
        type: 'agreement',
        by: caller.agent,
        ...(attestation === undefined ? {} : { attestation }),
      }),

    /** Records how far the admin permission has come (S4). */
    access: (caller: AgentCaller, target: Target, access: RecordAccess['access']): Promise<Found> =>
      carryOut(caller, target, { type: 'access', by: caller.agent, access }),

    /** The active relationship that an agent who may end it is asked about first; changes nothing. */
    beginEnding: (caller: AgentCaller, target: Target): Promise<Found> =>
      attempts.changeOf('end', caller, target, async (found) => {
        const { status, customer } = found.state;
        if (status !== 'active') throw new Refusal({ code: 'not-active', customer: customer.name });
        return found;
      }),

    /** Records that the relationship is over; `confirmation`: the customer's domain, typed by the agent. */
    end: (caller: AgentCaller, target: Target, confirmation: string): Promise<Found> =>
      carryOut(caller, target, { type: 'end', by: caller.agent, confirmation }),
  };
}
