import type { Event, EventType } from '../relationship/event.ts';
import type { Invitation, WithInvitation } from '../relationship/relationship.ts';
import { changedAt, isOpen, type Standing, standing } from '../relationship/standing.ts';
import { tone } from './status-words.ts';
import { moment, type Reader, say } from './words.ts';

/** One step of an invitation. `at`: when it was reached, or until when it can be; '' when the time is unknown. */
export type TimelineStation = {
  readonly label: string;
  readonly at: string;
  readonly isReached: boolean;
  readonly tone: ReturnType<typeof tone>;
};

/**
 * The steps of an invitation: drafted, sent, read, and its answer or other ending. The relationship knows the time of the
 * latest step; the events add the times of the earlier ones.
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
