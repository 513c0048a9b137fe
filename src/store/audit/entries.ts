import { difference } from '../../relationship/difference.ts';
import type { Agent, Clock } from '../../relationship/people.ts';
import type { AuditEntry, PartnerChange } from '../documents.ts';
import { actor } from './chain.ts';

/** Who changes the partner itself (an agent, or the clock for the operator), and the activity that caused it. */
export type ChangedBy = { readonly by: Agent | Clock; readonly cause?: string };

type ChangedFacts = Readonly<Record<string, unknown>>;
type PartnerChangeFacts = {
  readonly subject: string | null;
  readonly at: Date | undefined;
  readonly before: ChangedFacts;
  readonly after: ChangedFacts;
};

/** The audit entry of a change to the partner itself; no entry when nothing changed. */
export function partnerEntry(
  type: PartnerChange,
  { subject, at, ...facts }: PartnerChangeFacts,
  { by, cause }: ChangedBy,
): AuditEntry[] {
  const { before, after } = difference<ChangedFacts>(facts.before, facts.after);
  if (Object.keys(before).length + Object.keys(after).length === 0) return [];
  if (!at) throw new Error(`A change of ${type} without a time`);
  const what = { type, subject, before, after };
  return [{ at, by: actor(by), cause: cause ?? null, relationshipId: null, what }];
}
