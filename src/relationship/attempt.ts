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
  /** Identifies the request; absent when Teams gave no id. */
  readonly cause?: string;
};

// What is mistyped, out of range, not set up yet or not reachable now: no attempt at anything forbidden.
const NOT_RECORDED = [
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

/** The code of a refusal that the audit records. */
export type RuleCode = Exclude<RefusalCode, (typeof NOT_RECORDED)[number]>;

/** A refused attempt that the audit records (S1). */
export type RuledOut = Attempt & { readonly code: RuleCode };

/** Whether the audit records the refused attempt. */
export function isRuledOut(attempt: Attempt): attempt is RuledOut {
  return !NOT_RECORDED.some((code) => code === attempt.code);
}

const OF_PARTNER: Readonly<Record<PartnerChangeName, true>> = {
  setup: true,
  template: true,
  alerts: true,
  role: true,
  deliveries: true,
};

/** Whether the attempt was at a relationship, and not at the partner itself. */
export function isOfRelationship(command: AttemptName): command is RelationshipAttempt {
  return !Object.hasOwn(OF_PARTNER, command);
}
