import type { Partner } from '../relationship/partner.ts';
import type { Owner } from '../relationship/people.ts';
import { Refusal } from '../relationship/refusal.ts';
import { mayDo } from '../relationship/rules/permissions.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { CarryOut } from './carry-out.ts';
import type { Colleague, FindColleague, RoleOf } from './colleague.ts';

/** What a hand-over needs. */
export type HandoverParts = {
  readonly attempts: Attempts;
  readonly carryOut: CarryOut;
  readonly queries: RelationshipQueries;
  readonly roleOf: RoleOf;
};

/** Gives all open invitations of one colleague to another. */
export function createHandover(parts: HandoverParts) {
  return (caller: AgentCaller, wish: HandoverWish): Promise<Handover> =>
    parts.attempts.change('handover', caller, () => handOver(parts, caller, wish));
}

/**
 * A wish to hand invitations over. `from`: the colleague who has them, by name, a part of it, or object id; `findTo`:
 * finds the colleague who gets them.
 */
export type HandoverWish = { readonly from: string; readonly findTo: FindColleague };

/** One of the partner's people who looks after invitations. */
export type InvitationOwner = { readonly objectId: string; readonly name: string };

/**
 * The result of a hand-over: who has the invitations now, or why nothing changed. `no-role`: the colleague may not look
 * after invitations; `ambiguous`: several people match the name.
 */
export type Handover =
  | {
      readonly outcome: 'done';
      readonly count: number;
      readonly from: InvitationOwner;
      readonly to: Colleague;
    }
  | { readonly outcome: 'unnamed' | 'no-role' }
  | { readonly outcome: 'ambiguous'; readonly owners: readonly InvitationOwner[]; readonly to: Colleague };

async function handOver(
  parts: HandoverParts,
  caller: AgentCaller,
  { from, findTo }: HandoverWish,
): Promise<Handover> {
  const { partner } = caller;
  const to = await findTo();
  if (to === 'unnamed') return { outcome: 'unnamed' };
  if (to === 'foreign' || !mayDo('handover', await parts.roleOf(partner.id, to)))
    return { outcome: 'no-role' };
  const owners = await ownersNamed(from, partner, parts.queries);
  const [owner, ...others] = owners;
  if (!owner) throw new Refusal({ code: 'nothing-to-hand-over', from });
  if (others.length > 0) return { outcome: 'ambiguous', owners, to };
  return { outcome: 'done', count: await handOverAll(parts, caller, owner, to), from: owner, to };
}

// Each invitation is handed over by itself, so that one that was answered meanwhile does not stop the others.
async function handOverAll(
  { carryOut, queries }: HandoverParts,
  { agent: by, partner, origin, undertaking }: AgentCaller,
  from: InvitationOwner,
  { tenantId, objectId, name }: Colleague,
): Promise<number> {
  const to: Owner = { tenantId, objectId, name, language: partner.language };
  let count = 0;
  for (const { relationshipId, state } of await queries.ownedBy(partner.id, from.objectId)) {
    const invitationId = state.invitation?.id ?? '';
    // One message leads to many changes: each has its own cause, by which a redelivery finds it.
    const cause = origin.cause === undefined ? {} : { cause: `${origin.cause}/${relationshipId}` };
    const command = { type: 'handover', by, invitationId, to } as const;
    const { events } = await carryOut(command, { relationshipId }, { ...origin, ...cause }).catch(
      (error: unknown) => {
        if (error instanceof Refusal && error.reason.code !== 'role-required') return { events: [] };
        throw error;
      },
    );
    // When a later one fails, something has been changed all the same.
    undertaking?.finish();
    count += events.length;
  }
  return count;
}

// The people with exactly this name or object id, otherwise the people whose name contains the text. A button on a card
// names the object id.
async function ownersNamed(
  person: string,
  partner: Partner,
  queries: RelationshipQueries,
): Promise<readonly InvitationOwner[]> {
  const wanted = person.toLowerCase();
  const owners = await queries.owners(partner.id);
  const exact = owners.filter(({ name, objectId }) => name.toLowerCase() === wanted || objectId === wanted);
  return exact.length > 0 ? exact : owners.filter(({ name }) => name.toLowerCase().includes(wanted));
}
