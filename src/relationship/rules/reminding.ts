import type { Event } from '../event.ts';
import type { OpenInvitation, Relationship } from '../relationship.ts';
import { workingFrom, workingTimeOf } from '../values/working-time.ts';
import { findOpen, type Situation } from './guards.ts';
import { DAY } from './inviting.ts';

/** Reminds on the partner's reminder days, in the working hours of the customer's country. */
export function remindByClock(invitationId: string, situation: Situation, now: Date): Event[] {
  const { relationship, partner } = situation;
  const invitation = findOpen(invitationId, situation);
  const { reminderDays: days = [] } = partner;
  if (!relationship || !invitation || !isDue(reminderAt(relationship, days, now), now)) return [];
  const by = { kind: 'clock' } as const;
  return [{ type: 'invitation-reminded', invitationId, at: now, by, day: latestDay(invitation, days, now) }];
}

/**
 * When the clock next reminds the customer of the open invitation, `now` at the earliest; undefined: not at all. A day
 * that ends outside of working hours waits for their next beginning. A reminder that would come after the end is left
 * out.
 */
export function reminderAt(
  { status, customer, invitation }: Relationship,
  days: readonly number[],
  now: Date,
): Date | undefined {
  if (status !== 'invited' || !invitation.sentAt) return undefined;
  const { sentAt, remindedDay = 0, expiresAt } = invitation;
  const left = days.filter((day) => day > remindedDay);
  if (left.length === 0) return undefined;
  const due = Math.max(sentAt.getTime() + Math.min(...left) * DAY, now.getTime());
  const at = workingFrom(new Date(due), workingTimeOf(customer.country));
  return at < expiresAt ? at : undefined;
}

/** Whether a time has come. */
export function isDue(at: Date | undefined, now: Date): boolean {
  return at !== undefined && at.getTime() <= now.getTime();
}

// Of several days that have passed only the latest counts: the customer gets one reminder, not three.
function latestDay({ sentAt }: OpenInvitation, days: readonly number[], now: Date): number {
  return Math.max(...days.filter((day) => sentAt && sentAt.getTime() + day * DAY <= now.getTime()));
}
