import { mayDo } from '../relationship/rules/permissions.ts';
import type { Partners, PartnerWithRoles } from '../store/partners/partners.ts';
import type { DueRelationships } from '../store/relationships/due.ts';
import { type Plan, planKey, plannedPeople, scheduleOf } from '../store/relationships/schedule.ts';
import { eachOf, type PassedOver } from './passing-over.ts';

/** What planning needs. */
export type PlanningParts = {
  readonly dueRelationships: DueRelationships;
  readonly partners: Pick<Partners, 'after'>;
  /** The operator's first Admin agents, each as `tenant/object`. */
  readonly adminAgents: readonly string[];
};

const PARTNERS_AT_ONCE = 100;
const INVITATIONS_AT_ONCE = 500;

/**
 * Plans open invitations anew whose partner or owner has changed since they were planned. One call looks at 100 partners,
 * the next one at those that follow; of each plan that no longer holds it changes at most 500 invitations.
 */
export function createPlanning(parts: PlanningParts) {
  let last = '';
  return async (): Promise<readonly PassedOver[]> => {
    const some = await parts.partners.after(last, PARTNERS_AT_ONCE);
    last = some.length < PARTNERS_AT_ONCE ? '' : (some.at(-1)?.id ?? '');
    return planFor(some, parts);
  };
}

async function planFor(
  some: readonly PartnerWithRoles[],
  { dueRelationships, adminAgents }: PlanningParts,
): Promise<readonly PassedOver[]> {
  const [first, last] = [some[0], some.at(-1)];
  if (!first || !last) return [];
  const byId = new Map(some.map((one) => [one.id, one]));
  const passedOver: PassedOver[] = [];
  for (const key of await dueRelationships.plans(first.id, last.id)) {
    const plan = planToday(key, byId, adminAgents);
    if (!plan || planKey(plan) === key) continue;
    const due = await dueRelationships.plannedFor(key, INVITATIONS_AT_ONCE);
    const planned = eachOf(due, { task: 'plan', dueRelationships }, async ({ relationshipId, now, read }) => {
      const { state, version } = read();
      await dueRelationships.schedule(relationshipId, version, scheduleOf(state, plan, now));
    });
    passedOver.push(...(await planned));
  }
  return passedOver;
}

// Undefined for a partner that is gone or cannot be read: what was planned for it stays as it is.
function planToday(
  key: string,
  partners: ReadonlyMap<string, PartnerWithRoles>,
  adminAgents: readonly string[],
): Plan | undefined {
  const { partnerId, owner } = plannedPeople(key);
  const { partner, roleOf } = partners.get(partnerId) ?? {};
  if (!partner || !roleOf) return undefined;
  const isFirst = adminAgents.includes(`${owner.tenantId}/${owner.objectId}`);
  return partner && { partner, owner, isOwnerGone: !isFirst && !mayDo('share', roleOf(owner.objectId)) };
}
