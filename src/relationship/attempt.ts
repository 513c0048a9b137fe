import type { Agent, CustomerPerson } from './people.ts';
import type { RefusalCode } from './refusal.ts';
import type { ChangingAction, PartnerChangeName } from './rules/permissions.ts';

/** What the customer's people can try, and be refused. */
export type CustomerAction = 'accept' | 'decline' | 'ask' | 'report-abuse';

/** What a person can try to change. */
export type AttemptName = ChangingAction | CustomerAction;

/** What a person can try to make of a relationship. */
export type RelationshipAttempt = Exclude<AttemptName, PartnerChangeName>;

/** A change that a person tried and that was refused. */
export type Attempt = {
  readonly partnerId: string;
  readonly by: Agent | CustomerPerson;
  readonly command: AttemptName;
  readonly code: RefusalCode;
  /** The relationship, where it is one of the partner's. */
  readonly relationshipId?: string;
  /** What made the person's request recognisable, as far as Teams named it. */
  readonly cause?: string;
};

// Typing slips and passing failures: answered, but not recorded, because they are no attempt at anything forbidden.
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

/** Why a rule stood in a person's way. */
export type RuleCode = Exclude<RefusalCode, (typeof SLIPS)[number]>;

/** An attempt that is worth keeping (S1): a rule stood in its way, not a typing slip. */
export type RuledOut = Attempt & { readonly code: RuleCode };

/** Whether an attempt is worth keeping. */
export function isRuledOut(attempt: Attempt): attempt is RuledOut {
  return !SLIPS.some((slip) => slip === attempt.code);
}

const OF_PARTNER: Readonly<Record<PartnerChangeName, true>> = {
  setup: true,
  template: true,
  alerts: true,
  role: true,
};

/** Whether the attempt was at a relationship, and not at the partner itself. */
export function isOfRelationship(command: AttemptName): command is RelationshipAttempt {
  return !Object.hasOwn(OF_PARTNER, command);
}
