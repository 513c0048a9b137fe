import type { Event } from '../../relationship/event.ts';
import type { Relationship } from '../../relationship/relationship.ts';
import { isWaitingForReply } from '../../relationship/rules/questions.ts';
import type { RelationshipDocument } from '../documents.ts';
import type { EventNotes } from './notes.ts';

type SealedLinks = { readonly document: RelationshipDocument | undefined; readonly notes: EventNotes };

/** The sealed link that a relationship keeps: only while a question about its open invitation waits for a reply. */
export function sealedLinkAfter({ status, invitation }: Relationship, links: SealedLinks) {
  const sealedLink = keptLink(links);
  const isNeeded = status === 'invited' && isWaitingForReply(invitation?.remarks);
  return isNeeded && sealedLink !== undefined ? { sealedLink } : {};
}

/** The sealed link that an event carries: only an event whose card or mail contains the link has one. */
export function sealedLinkFor(event: Event, links: SealedLinks): Pick<EventNotes, 'sealed'> {
  if (event.type === 'question-answered') return { sealed: event.mails ? keptLink(links) : undefined };
  // One command can lead to several events: a new link also ends the invitation before it.
  const isLinked = event.type === 'invitation-drafted' || event.type === 'invitation-mail-queued';
  return { sealed: isLinked ? links.notes.sealed : undefined };
}

function keptLink({ document, notes }: SealedLinks): string | undefined {
  return notes.sealedLink ?? document?.sealedLink;
}
