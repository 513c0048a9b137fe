import type { Command } from './command.ts';
import type { Agent, CustomerPerson } from './people.ts';
import type { RefusalCode } from './refusal.ts';

/** What somebody tried to make of a relationship. */
export type RelationshipAttempt = Exclude<
  Command['type'],
  'view' | 'stray' | 'expire' | 'fail-mail' | 'reply-mail' | 'unsubscribe'
>;

/** What somebody tried to change: a relationship, or the partner itself. */
export type AttemptName = RelationshipAttempt | 'setup' | 'template' | 'alerts' | 'role';

/** Something that somebody tried to change and was refused. */
export type Attempt = {
  readonly partnerId: string;
  readonly by: Agent | CustomerPerson;
  readonly command: AttemptName;
  readonly code: RefusalCode;
  /** The relationship, where it is one of the partner's. */
  readonly relationshipId?: string;
  readonly cause?: string;
};

// Written wrong or not to be had just now, and asked for again at once: nobody tried what they may not.
const SLIPS = [
  'ambiguous',
  'not-confirmed',
  'date-in-future',
  'life-out-of-range',
  'extension-too-long',
  'nothing-to-hand-over',
  'tenant-lookup-failed',
  'partner-not-set-up',
  'question-empty',
  'text-too-long',
  'mail-off',
  'no-contact',
  'link-unknown',
  'link-edited-out',
] as const satisfies readonly RefusalCode[];

/** Why a rule stood in somebody's way. */
export type RuleCode = Exclude<RefusalCode, (typeof SLIPS)[number]>;

/** An attempt that is worth keeping (S1): a rule stood in its way, not a slip of the pen. */
export type RuledOut = Attempt & { readonly code: RuleCode };

/** Whether an attempt is worth keeping. */
export function isRuledOut(attempt: Attempt): attempt is RuledOut {
  return !SLIPS.some((slip) => slip === attempt.code);
}

const PARTNER_ATTEMPTS: readonly AttemptName[] = ['setup', 'template', 'alerts', 'role'];

/** Whether somebody tried to make something of a relationship. */
export function isOfRelationship(command: AttemptName): command is RelationshipAttempt {
  return !PARTNER_ATTEMPTS.includes(command);
}
