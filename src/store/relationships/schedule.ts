import type { Partner } from '../../relationship/partner.ts';
import type { Owner } from '../../relationship/people.ts';
import { ownerOf, type Relationship } from '../../relationship/relationship.ts';
import { escalationAt } from '../../relationship/rules/escalating.ts';
import { reminderAt } from '../../relationship/rules/reminding.ts';
import type { RelationshipDocument } from '../documents.ts';

/** When the clock has something to do with an open invitation beside closing it, and for which plan that was found. */
export type Schedule = Pick<RelationshipDocument, 'remindAt' | 'escalateAt' | 'plannedFor'>;

type PlanningPartner = Pick<Partner, 'id' | 'reminderDays' | 'escalationDays'>;

/** On what a schedule depends beside the relationship itself. */
export type Plan = {
  readonly partner: PlanningPartner;
  readonly owner: Pick<Owner, 'tenantId' | 'objectId'>;
  /** Whether the owner has no role any more with which to look after invitations. */
  readonly isOwnerGone: boolean;
};

/** What the clock has to do with a relationship, `now` at the earliest; no field at all without an open invitation. */
export function scheduleOf(
  state: Relationship,
  { partner, isOwnerGone }: Omit<Plan, 'owner'>,
  now: Date,
): Schedule {
  if (state.status !== 'invited') return {};
  const { reminderDays = [], escalationDays: days } = partner;
  const remindAt = reminderAt(state, reminderDays, now);
  const escalateAt = escalationAt(state, { days, isOwnerGone }, now);
  return {
    ...(remindAt ? { remindAt } : {}),
    ...(escalateAt ? { escalateAt } : {}),
    plannedFor: planKey({ partner, owner: ownerOf(state.invitation), isOwnerGone }),
  };
}

/** The name of a plan: invitations with the same name were planned for the same partner, owner, role and days. */
export function planKey({ partner, owner, isOwnerGone }: Plan): string {
  const { id, reminderDays = [], escalationDays = '' } = partner;
  const role = isOwnerGone ? 'gone' : 'there';
  // A space sorts before whatever an id may have in it: the plans of a partner stand together, in the order of partners.
  return [id, `${owner.tenantId}/${owner.objectId}`, role, reminderDays.join(), escalationDays].join(' ');
}

/** Partner and owner that a plan names. */
export function plannedPeople(key: string): { readonly partnerId: string; readonly owner: Plan['owner'] } {
  const [partnerId = '', person = ''] = key.split(' ');
  const [tenantId = '', objectId = ''] = person.split('/');
  return { partnerId, owner: { tenantId, objectId } };
}
