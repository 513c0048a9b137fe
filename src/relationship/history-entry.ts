import type { RelationshipAttempt, RuleCode } from './attempt.ts';
import type { Event } from './event.ts';
import type { NamedActor } from './people.ts';

/** One line of a relationship's history: an event, or an attempted change that a rule refused. */
export type HistoryEntry =
  | { readonly type: 'event'; readonly event: Event }
  | {
      readonly type: 'refused';
      readonly at: Date;
      readonly by: NamedActor;
      readonly command: RelationshipAttempt;
      readonly code: RuleCode;
    };
