import type { Event, EventType } from '../relationship/event.ts';
import type { Invitation, WithInvitation } from '../relationship/relationship.ts';
import { changedAt, isOpen, type Standing, standing } from '../relationship/standing.ts';
import { tone } from './status-words.ts';
import { moment, type Reader, say } from './words.ts';

/** A station of an invitation's way, and when it was reached, or by when it should be; '' when nobody said. */
export type Station = {
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
): Station[] {
  const { invitation } = relationship;
  const status = standing(relationship, now);
  const own = events.filter((event) => 'invitationId' in event && event.invitationId === invitation.id);
  const first = (type: EventType) => own.find((event) => event.type === type)?.at;
  const station = (label: string, at: Date | undefined, isReached: boolean): Station => {
    return { label, at: at ? moment(reader, at) : '', isReached, tone: isReached ? 'accent' : 'default' };
  };
  const { language } = reader;
  const readAt = first('invitation-viewed') ?? (invitation.status === 'viewed' ? invitation.at : undefined);
  const isAnswered = status === 'accepted' || status === 'declined';
  const isRead = isAnswered || readAt !== undefined;
  const sentAt = invitation.sentAt ?? first('invitation-shared');
  return [
    station(say(language, 'life.drafted'), invitation.createdAt, true),
    station(say(language, 'life.sent'), sentAt, isRead || sentAt !== undefined),
    station(say(language, 'life.read'), readAt, isRead),
    ending(invitation, status, reader),
  ];
}

function ending(invitation: Invitation, status: Standing, reader: Reader): Station {
  const { language } = reader;
  if (isOpen(status)) {
    const at = say(language, 'life.until', { at: moment(reader, invitation.expiresAt) });
    return { label: say(language, 'life.answer'), at, isReached: false, tone: 'default' };
  }
  const at = moment(reader, changedAt(invitation, status));
  return { label: say(language, `life.${status}`), at, isReached: true, tone: tone(status) };
}
