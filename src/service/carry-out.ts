import type { Add, Command, Invite, Reissue } from '../relationship/command.ts';
import { decide } from '../relationship/decide.ts';
import type { ChangingAction } from '../relationship/rules/permissions.ts';
import type { Found } from '../store/documents.ts';
import type {
  Change,
  Decision,
  Relationships,
  Target as StoredTarget,
} from '../store/relationships/change.ts';
import type { EventNotes } from '../store/relationships/outbox.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { Target } from './targets.ts';

/** What carrying out commands needs; `onCommitted` is called after every change. */
export type CarryOutParts = { readonly relationships: Relationships; readonly onCommitted: () => void };

/** Carries out commands that the rules allow; a Refusal that it throws has changed nothing. */
export function createCarryOut({ relationships, onCommitted }: CarryOutParts) {
  return async (command: Command, target: StoredTarget, notes: EventNotes = {}): Promise<Change> => {
    const change = await relationships.change(target, decision(command), notes);
    if (change.events.length > 0) onCommitted();
    return change;
  };
}

/** Carries out a command on a relationship, and notes with its events where they came from. */
export type CarryOut = ReturnType<typeof createCarryOut>;

// `decide`, in the form that `relationships.change` calls.
const decision =
  (command: Command): Decision =>
  (situation, now) =>
    decide(command, situation, now);

/** A command of an agent about a relationship that exists, which draws no link. */
export type AgentFollowup = Exclude<Extract<Command, { type: ChangingAction }>, Invite | Add | Reissue>;

/** Carries out an agent's commands: permission first, then the relationship that they mean, then the rules. */
export function createAgentCommands(attempts: Attempts, carryOut: CarryOut) {
  /** The relationship as the command has left it. */
  return (caller: AgentCaller, target: Target, command: AgentFollowup): Promise<Found> =>
    attempts.changeOf(command.type, caller, target, async (found) => {
      const { state } = await carryOut(command, found, caller.origin);
      return { ...found, state };
    });
}

/** Carries out an agent's commands. */
export type CarryOutForAgent = ReturnType<typeof createAgentCommands>;
