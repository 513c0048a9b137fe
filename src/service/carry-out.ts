import type { Add, Command, Invite, Reissue } from '../relationship/command.ts';
import { decide } from '../relationship/decide.ts';
import type { ChangingAction } from '../relationship/rules/permissions.ts';
import type { Found } from '../store/documents.ts';
import type { Change, ChangeTarget, Decision, Relationships } from '../store/relationships/change.ts';
import type { EventNotes } from '../store/relationships/outbox.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { Target } from './targets.ts';

/** What carrying out commands needs; `onCommitted` is called after every change. */
export type CarryOutParts = { readonly relationships: Relationships; readonly onCommitted: () => void };

/** Carries out commands that the rules allow. When it throws a Refusal, nothing has changed. */
export function createCarryOut({ relationships, onCommitted }: CarryOutParts) {
  return async (command: Command, target: ChangeTarget, notes: EventNotes = {}): Promise<Change> => {
    const change = await relationships.change(target, decision(command), notes);
    if (change.events.length > 0) onCommitted();
    return change;
  };
}

/** Carries out a command on a relationship, and stores with its events where they came from. */
export type CarryOut = ReturnType<typeof createCarryOut>;

// `decide`, in the form that `relationships.change` calls.
const decision =
  (command: Command): Decision =>
  (situation, now) =>
    decide(command, situation, now);

/** A command of an agent about a relationship that exists, except reissuing, which draws a link. */
export type AgentFollowup = Exclude<Extract<Command, { type: ChangingAction }>, Invite | Add | Reissue>;

/** Carries out an agent's commands: checks the permission first, then finds the relationship, then asks the rules. */
export function createAgentCommands(attempts: Attempts, carryOut: CarryOut) {
  /** Returns the relationship as it is after the command. */
  return (caller: AgentCaller, target: Target, command: AgentFollowup): Promise<Found> =>
    attempts.changeOf(command.type, caller, target, async (found) => {
      const { state, version } = await carryOut(command, found, caller.origin);
      return { ...found, state, version };
    });
}

/** Carries out an agent's command and returns the relationship as it is afterwards. */
export type CarryOutForAgent = ReturnType<typeof createAgentCommands>;
