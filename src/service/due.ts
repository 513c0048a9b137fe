import { hasInvitation } from '../relationship/relationship.ts';
import type { Partners } from '../store/partners.ts';
import type { RelationshipQueries } from '../store/relationships/queries.ts';
import type { CarryOut } from './carry-out.ts';

/** What closing and reminding by the clock needs. */
export type DueParts = {
  readonly carryOut: CarryOut;
  readonly queries: RelationshipQueries;
  readonly partners: Partners;
};

const AT_ONCE = 50;
const CLOCK = { kind: 'clock' } as const;

/** Does what is due by the database's clock, at most 50 invitations a call. */
export function createDue(parts: DueParts) {
  return {
    /** Closes invitations whose time is over. */
    async expire(): Promise<void> {
      for (const { relationshipId, state } of await parts.queries.due(AT_ONCE)) {
        if (!hasInvitation(state)) continue;
        const invitationId = state.invitation.id;
        await parts.carryOut({ type: 'expire', by: CLOCK, invitationId }, { relationshipId });
      }
    },

    /** Reminds of what has been unanswered for as many days as its partner's profile says. */
    async remind(): Promise<void> {
      for (const { id, reminderDays = [] } of await parts.partners.withReminders()) {
        for (const day of reminderDays) await remindOn(parts, id, day);
      }
    },
  };
}

async function remindOn({ queries, carryOut }: DueParts, partnerId: string, day: number): Promise<void> {
  for (const { relationshipId, state } of await queries.unreminded(partnerId, day, AT_ONCE)) {
    const invitationId = state.invitation?.id;
    if (invitationId !== undefined)
      await carryOut({ type: 'remind', by: CLOCK, invitationId }, { relationshipId });
  }
}
