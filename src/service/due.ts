import { hasInvitation } from '../relationship/relationship.ts';
import type { Partners } from '../store/partners/partners.ts';
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

/**
 * Does what is due by the database's clock. One call closes at most 50 invitations; for each reminder day of a partner,
 * it reminds of at most 50.
 */
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

    /**
     * Reminds of the invitations that have been unanswered for as many days as a reminder day of the partner's profile
     * says. One question for each day tells which partners have any.
     */
    async remind(): Promise<void> {
      const partners = await parts.partners.withReminders();
      for (const day of new Set(partners.flatMap(({ reminderDays }) => reminderDays))) {
        const ids = partners.filter(({ reminderDays }) => reminderDays.includes(day)).map(({ id }) => id);
        for (const id of await parts.queries.withUnreminded(ids, day)) await remindOn(parts, id, day);
      }
    },
  };
}

async function remindOn({ queries, carryOut }: DueParts, partnerId: string, day: number): Promise<void> {
  let reminded = 0;
  for await (const { relationshipId, state } of queries.unreminded(partnerId, day)) {
    const invitationId = state.invitation?.id;
    if (invitationId === undefined) continue;
    const { events } = await carryOut({ type: 'remind', by: CLOCK, invitationId }, { relationshipId });
    // The rule decides. An invitation that it passes over takes no place of the 50 from one that is due.
    if (events.length > 0) reminded += 1;
    if (reminded === AT_ONCE) return;
  }
}
