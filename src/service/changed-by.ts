import type { Agent } from '../relationship/people.ts';
import type { AgentCaller } from './attempts.ts';

/** Who changes something of the partner itself, and what made them do it, as the audit records it. */
export function changedBy({ agent: by, origin: { cause } }: Pick<AgentCaller, 'agent' | 'origin'>): {
  by: Agent;
  cause?: string;
} {
  return { by, ...(cause === undefined ? {} : { cause }) };
}
