import type { Partner } from '../relationship/partner.ts';
import { ownerOf } from '../relationship/relationship.ts';
import { mayDo } from '../relationship/rules/permissions.ts';
import type { Conversation } from '../store/documents.ts';
import type { Partners } from '../store/partners/partners.ts';
import type { Change } from '../store/relationships/change.ts';
import type { Due, DueRelationships } from '../store/relationships/due.ts';
import { scheduleOf } from '../store/relationships/schedule.ts';
import type { CarryOut } from './carry-out.ts';
import type { RoleOf } from './colleague.ts';
import { eachOf, type PassedOver } from './passing-over.ts';
import { createPlanning } from './planning.ts';

/** What closing, reminding and escalating by the clock needs. */
export type DueParts = {
  readonly carryOut: CarryOut;
  readonly dueRelationships: DueRelationships;
  readonly partners: Partners;
  readonly roleOf: RoleOf;
  /** The operator's first Admin agents, each as `tenant/object`. */
  readonly adminAgents: readonly string[];
  /** Finds an Admin agent to whom the bot can write, another one than the owner where there is one. */
  readonly adminChat: (partner: Partner, owner: string) => Promise<Conversation | undefined>;
};

const AT_ONCE = 50;
const CLOCK = { kind: 'clock' } as const;

/**
 * Does what is due by the database's clock, for each task at most 50 relationships a call. One that cannot be read or
 * changed is passed over, and each function returns those that it passed over for the first time.
 */
export function createDue(parts: DueParts) {
  const { dueRelationships } = parts;
  return {
    /** Closes invitations whose time is over. */
    async expire(): Promise<readonly PassedOver[]> {
      const due = await dueRelationships.toExpire(AT_ONCE);
      return eachOf(due, { task: 'expire', dueRelationships }, (one) => expire(parts, one));
    },

    /** Reminds of invitations on the partner's reminder days, in the working hours of the customer's country. */
    async remind(): Promise<readonly PassedOver[]> {
      const due = await dueRelationships.toRemind(AT_ONCE);
      return eachOf(due, { task: 'remind', dueRelationships }, (one) => remind(parts, one));
    },

    /** Tells of invitations that nobody looks after. */
    async escalate(): Promise<readonly PassedOver[]> {
      const due = await dueRelationships.toEscalate(AT_ONCE);
      return eachOf(due, { task: 'escalate', dueRelationships }, (one) => escalate(parts, one));
    },

    plan: createPlanning(parts),
  };
}

async function expire({ carryOut }: DueParts, { relationshipId, read }: Due): Promise<void> {
  const { invitation } = read().state;
  if (!invitation) return;
  await carryOut({ type: 'expire', by: CLOCK, invitationId: invitation.id }, { relationshipId });
}

async function remind(parts: DueParts, one: Due): Promise<void> {
  const { relationshipId, read } = one;
  const { invitation } = read().state;
  if (!invitation) return;
  const command = { type: 'remind', by: CLOCK, invitationId: invitation.id } as const;
  const change = await parts.carryOut(command, { relationshipId });
  if (change.events.length === 0) await planAgain(parts, one, change);
}

async function escalate(parts: DueParts, one: Due): Promise<void> {
  const { relationshipId, read } = one;
  const { partnerId, state } = read();
  const { invitation } = state;
  if (!invitation) return;
  const partner = await parts.partners.find(partnerId);
  if (!partner) throw new Error(`No partner ${partnerId}`);
  const owner = ownerOf(invitation);
  const isOwnerGone = !mayDo('share', await parts.roleOf(partnerId, owner));
  const chat = await parts.adminChat(partner, owner.objectId);
  const command = { type: 'escalate', by: CLOCK, invitationId: invitation.id, isOwnerGone } as const;
  const notes = chat ? { conversationId: chat.id } : {};
  const change = await parts.carryOut(command, { relationshipId }, notes);
  if (change.events.length === 0) await planAgain(parts, one, change, isOwnerGone);
}

// The rule did nothing: the partner has other days by now, or the working hours ended in between.
async function planAgain(
  { dueRelationships }: DueParts,
  { relationshipId, now }: Due,
  { state, partner, version }: Change,
  isOwnerGone = false,
): Promise<void> {
  await dueRelationships.schedule(relationshipId, version, scheduleOf(state, { partner, isOwnerGone }, now));
}
