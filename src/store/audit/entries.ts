import { difference } from '../../relationship/difference.ts';
import type { Agent, Clock } from '../../relationship/people.ts';
import type { AuditEntry, PartnerChange } from '../documents.ts';
import { actor } from './chain.ts';

/** Who changes something of a partner, an agent of it or nobody but the operator, and what made them do it. */
export type ChangedBy = { readonly by: Agent | Clock; readonly cause?: string };

type Facts = Readonly<Record<string, unknown>>;
type Change = {
  readonly subject: string | null;
  readonly at: Date | undefined;
  readonly before: Facts;
  readonly after: Facts;
};

/** The entry of a change to the partner itself; none when nothing changed. */
export function partnerEntry(
  type: PartnerChange,
  { subject, at, ...facts }: Change,
  { by, cause }: ChangedBy,
): AuditEntry[] {
  const { before, after } = difference<Facts>(facts.before, facts.after);
  if (Object.keys(before).length + Object.keys(after).length === 0) return [];
  if (!at) throw new Error(`A change of ${type} without a time`);
  const what = { type, subject, before, after };
  return [{ at, by: actor(by), cause: cause ?? null, relationshipId: null, what }];
}
