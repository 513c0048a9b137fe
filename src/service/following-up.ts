import type { Partner } from '../relationship/partner.ts';
import type { Owner } from '../relationship/people.ts';
import { Refusal } from '../relationship/refusal.ts';
import { mayDo } from '../relationship/rules/permissions.ts';
import type { Found } from '../store/relationships/change.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import type { AgentCaller, Attempts } from './attempts.ts';
import type { CarryOut, CarryOutForAgent } from './carry-out.ts';
import type { Colleague, FindColleague, RoleOf } from './colleague.ts';
import type { Target } from './targets.ts';

/** What following up on invitations needs. */
export type FollowingUpParts = {
  readonly attempts: Attempts;
  readonly carryOut: CarryOut;
  readonly carryOutForAgent: CarryOutForAgent;
  readonly queries: RelationshipQueries;
  readonly roleOf: RoleOf;
};

/** What an agent does about an invitation. What is returned is the relationship as it stands afterwards. */
export function createFollowingUp(parts: FollowingUpParts) {
  const { attempts, carryOutForAgent: carryOut } = parts;

  return {
    /** Records that the invitation went out: as the agent's own message, or as a card in this chat. */
    share: (caller: AgentCaller, target: Target, sharing: Sharing): Promise<Found> =>
      carryOut(caller, target, { type: 'share', by: caller.agent, ...sharing }),

    /** Asks the customer again. */
    remind: (caller: AgentCaller, target: Target, invitationId: string): Promise<Found> =>
      carryOut(caller, target, { type: 'remind', by: caller.agent, invitationId }),

    /** Gives the customer more days to answer. */
    extend: (caller: AgentCaller, target: Target, extending: Extending): Promise<Found> =>
      carryOut(caller, target, { type: 'extend', by: caller.agent, ...extending }),

    /** The invitation that an agent who may withdraw it is asked about once more; changes nothing. */
    beginRevoking: (caller: AgentCaller, target: Target): Promise<Found> =>
      attempts.changeOf('revoke', caller, target, async (found) => found),

    /** Takes an open invitation back. */
    revoke: (caller: AgentCaller, target: Target, revoking: Revoking): Promise<Found> =>
      carryOut(caller, target, { type: 'revoke', by: caller.agent, ...revoking }),

    /** Gives all open invitations of one of the partner's people to another. */
    handOver: (caller: AgentCaller, wish: HandoverWish): Promise<Handover> =>
      attempts.change('handover', caller, () => handOver(parts, caller, wish)),
  };
}

/** Which invitation went out, and how. */
export type Sharing = { readonly invitationId: string; readonly way: 'message' | 'chat' };

/** Which invitation lives longer, and by how many days. */
export type Extending = { readonly invitationId: string; readonly days: number };

/** Which invitation is taken back, and why. */
export type Revoking = { readonly invitationId: string; readonly reason?: string };

/** Whose invitations an agent wants to give to whom; `from`: a name, a part of it, or an object id. */
export type HandoverWish = { readonly from: string; readonly findTo: FindColleague };

/** One of the partner's people who looks after invitations. */
export type InvitationOwner = { readonly objectId: string; readonly name: string };

/** What came of a hand-over: who has the invitations now, or why it has to be asked again. */
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
  parts: FollowingUpParts,
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

// Invitation by invitation: one that was answered in the meantime stops none of the others.
async function handOverAll(
  { carryOut, queries }: FollowingUpParts,
  { agent: by, partner, origin }: AgentCaller,
  from: InvitationOwner,
  { tenantId, objectId, name }: Colleague,
): Promise<number> {
  const to: Owner = { tenantId, objectId, name, language: partner.language };
  let count = 0;
  for (const { relationshipId, state } of await queries.ownedBy(partner.id, from.objectId)) {
    const invitationId = state.invitation?.id ?? '';
    // One message, many changes: each has a cause of its own, by which a redelivery finds it.
    const cause = origin.cause === undefined ? {} : { cause: `${origin.cause}/${relationshipId}` };
    const command = { type: 'handover', by, invitationId, to } as const;
    const { events } = await carryOut(command, { relationshipId }, { ...origin, ...cause }).catch(
      (error: unknown) => {
        if (error instanceof Refusal && error.reason.code !== 'role-required') return { events: [] };
        throw error;
      },
    );
    count += events.length;
  }
  return count;
}

// Whose name it is exactly, or else in whose it occurs; a choice made on a card names the object id.
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
