import type { Event, EventType } from '../relationship/event.ts';
import type { Invitation, WithInvitation } from '../relationship/relationship.ts';
import { changedAt, isOpen, type Standing, standing } from '../relationship/standing.ts';
import { tone } from './status-words.ts';
import { moment, type Reader, say } from './words.ts';

/** A station of an invitation's way, and when it was reached, or by when it should be; '' when nobody said. */
export type TimelineStation = {
  readonly label: string;
  readonly at: string;
  readonly isReached: boolean;
  readonly tone: ReturnType<typeof tone>;
};

/**
 * The invitation's way: drafted, sent, read, answered, or how else it ended. The relationship knows the latest
 * station; with its events the line also knows when the earlier ones were reached.
 */
export function timeline(
  relationship: WithInvitation,
  events: readonly Event[],
  { reader, now }: { readonly reader: Reader; readonly now: Date },
): TimelineStation[] {
  const { invitation } = relationship;
  const status = standing(relationship, now);
  const own = events.filter((event) => 'invitationId' in event && event.invitationId === invitation.id);
  const firstAt = (type: EventType) => own.find((event) => event.type === type)?.at;
  const stationOf = (label: string, at: Date | undefined, isReached: boolean): TimelineStation => {
    return { label, at: at ? moment(reader, at) : '', isReached, tone: isReached ? 'accent' : 'default' };
  };
  const { language } = reader;
  const readAt = firstAt('invitation-viewed') ?? (invitation.status === 'viewed' ? invitation.at : undefined);
  const isAnswered = status === 'accepted' || status === 'declined';
  const isRead = isAnswered || readAt !== undefined;
  const sentAt = invitation.sentAt ?? firstAt('invitation-shared');
  return [
    stationOf(say(language, 'life.drafted'), invitation.createdAt, true),
    stationOf(say(language, 'life.sent'), sentAt, isRead || sentAt !== undefined),
    stationOf(say(language, 'life.read'), readAt, isRead),
    lastStation(invitation, status, reader),
  ];
}

function lastStation(invitation: Invitation, status: Standing, reader: Reader): TimelineStation {
  const { language } = reader;
  if (isOpen(status)) {
    const at = say(language, 'life.until', { at: moment(reader, invitation.expiresAt) });
    return { label: say(language, 'life.answer'), at, isReached: false, tone: 'default' };
  }
  const at = moment(reader, changedAt(invitation, status));
  return { label: say(language, `life.${status}`), at, isReached: true, tone: tone(status) };
}
