import { difference } from '../../relationship/difference.ts';
import type { Agent, Clock } from '../../relationship/people.ts';
import type { Entry, PartnerChange } from '../documents.ts';
import { actor } from './chain.ts';

/** Who changes the partner itself (an agent, or the clock for the operator), and the activity that caused it. */
export type ChangedBy = { readonly by: Agent | Clock; readonly cause?: string };

type ChangedFacts = Readonly<Record<string, unknown>>;
type PartnerChangeFacts = {
  readonly subject: string | null;
  readonly at: Date;
  readonly before: ChangedFacts;
  readonly after: ChangedFacts;
};

/** The entry of a change to the partner itself; no entry when nothing changed. */
export function partnerEntry(
  type: PartnerChange,
  { subject, at, ...facts }: PartnerChangeFacts,
  { by, cause }: ChangedBy,
): Entry[] {
  const { before, after } = difference<ChangedFacts>(facts.before, facts.after);
  if (Object.keys(before).length + Object.keys(after).length === 0) return [];
  return [{ at, by: actor(by), cause: cause ?? null, what: { type, subject, before, after } }];
}
