import type { Event } from '../../relationship/event.ts';
import type { Relationship } from '../../relationship/relationship.ts';
import { isWaitingForReply } from '../../relationship/rules/questions.ts';
import type { RelationshipDocument } from '../documents.ts';
import type { EventNotes } from './outbox.ts';

type Links = { readonly document: RelationshipDocument | undefined; readonly notes: EventNotes };

/** What a relationship keeps of its sealed link: all of it while somebody of an open invitation waits for a reply. */
export function sealedLinkAfter({ status, invitation }: Relationship, links: Links) {
  const sealedLink = linkIn(links);
  const isNeeded = status === 'invited' && isWaitingForReply(invitation?.remarks);
  return isNeeded && sealedLink !== undefined ? { sealedLink } : {};
}

/** What an event takes along of the link that was kept until then: all of it for the mails with a reply. */
export function sealedLinkFor(event: Event, links: Links) {
  const sealed = linkIn(links);
  const isMailed = event.type === 'question-answered' && event.mails !== undefined;
  return isMailed && sealed !== undefined ? { sealed } : {};
}

function linkIn({ document, notes }: Links): string | undefined {
  return notes.sealedLink ?? document?.sealedLink;
}
