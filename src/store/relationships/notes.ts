import type { EntryDocument, EventContent, StoredEvent } from '../documents.ts';

/** What is stored beside an event: its cause, the conversation of its command, and the link that its delivery needs. */
export type EventNotes = {
  readonly cause?: string;
  readonly conversationId?: string;
  /** The invitation's link, sealed, for the card or mail with it; removed once that is out. */
  readonly sealed?: string | undefined;
  /** The invitation's link, sealed, for the mail with the reply to this question. */
  readonly sealedLink?: string;
};

type EventEntry = EntryDocument &
  EventContent & { readonly relationshipId: string; readonly sealed?: string };

/** Whether an entry says that something happened to a relationship. */
export function isEventEntry(entry: EntryDocument): entry is EventEntry {
  return entry.what.type === 'event' && entry.relationshipId !== null;
}

/** The events among these entries, as the rest of the program reads them. */
export function eventsIn(entries: readonly EntryDocument[]): StoredEvent[] {
  return entries
    .filter(isEventEntry)
    .map(({ _id: id, partnerId, relationshipId, event, conversationId, sealed }) => {
      const known = { id, partnerId, relationshipId, event, conversationId };
      return { ...known, ...(sealed === undefined ? {} : { sealed }) };
    });
}
