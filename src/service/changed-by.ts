import type { Agent } from '../relationship/people.ts';
import type { AgentCaller } from './attempts.ts';

/** The agent who changes something about the partner itself, and the cause of the change, as the audit records them. */
export function changedBy({ agent: by, origin: { cause } }: Pick<AgentCaller, 'agent' | 'origin'>): {
  by: Agent;
  cause?: string;
} {
  return { by, ...(cause === undefined ? {} : { cause }) };
}
