import type { Event } from '../relationship/event.ts';
import { isWaitingForReply } from '../relationship/questions.ts';
import type { Relationship } from '../relationship/relationship.ts';

/** What a relationship keeps of its sealed link: all of it while somebody of an open invitation waits for a reply. */
export function keptLink({ status, invitation }: Relationship, sealedLink: string | undefined) {
  const isNeeded = status === 'invited' && isWaitingForReply(invitation?.remarks);
  return isNeeded && sealedLink !== undefined ? { sealedLink } : {};
}

/** What an event takes along of the link that was kept until then: all of it for the mails with a reply. */
export function takenLink(event: Event, sealed: string | undefined) {
  const isMailed = event.type === 'question-answered' && event.mails !== undefined;
  return isMailed && sealed !== undefined ? { sealed } : {};
}
