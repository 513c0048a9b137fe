import type { Event } from '../../relationship/event.ts';
import { hasInvitation, type Relationship } from '../../relationship/relationship.ts';
import { type ListPlace, placeAfter, placeBefore } from '../../relationship/values/list-place.ts';
import type { Found } from '../../store/documents.ts';
import { customerRows, readyLines, recordedRows } from '../../words/customer-words.ts';
import { historyRow } from '../../words/history-words.ts';
import { pageWords } from '../../words/page-words.ts';
import { missingLines, relationshipLine, relationshipTone } from '../../words/status-words.ts';
import { timeline } from '../../words/timeline.ts';
import { type Reader, say } from '../../words/words.ts';

/** The reader for whom the words are written, and the time for which they are true. */
export type Reading = { readonly reader: Reader; readonly now: Date };

/** One customer in the list, as texts that can be shown unchanged. */
export function customerRow({ relationshipId, state }: Found, reading: Reading) {
  return { id: relationshipId, ...summary(state, [], reading) };
}

/**
 * All of one customer: facts, what is missing, the steps of the invitation, the history (newest first). `isCut`: older
 * events exist that are not shown.
 */
export function customerDetail(
  { relationshipId, state }: Found,
  { events, isCut }: { readonly events: readonly Event[]; readonly isCut: boolean },
  reading: Reading,
) {
  const { reader } = reading;
  const { language } = reader;
  return {
    language,
    id: relationshipId,
    ...summary(state, events, reading),
    invitation: hasInvitation(state) ? say(language, 'tab.invitation', { id: state.invitation.id }) : '',
    facts: [...customerRows(state, reader), ...recordedRows(state, reader)],
    missing: state.status === 'active' ? missingLines(state, reader) : [],
    history: events.map((event) => historyRow(event, reader)).reverse(),
    note: isCut ? say(language, 'tab.history-cut') : '',
  };
}

function summary(state: Relationship, events: readonly Event[], { reader, now }: Reading) {
  const { name, domain } = state.customer;
  return {
    name,
    domain,
    status: relationshipLine(state, reader, now),
    tone: relationshipTone(state, now),
    ready: readyLines(state, reader),
    life: hasInvitation(state) ? timeline(state, events, { reader, now }) : [],
  };
}

/** A page of the list as it was read. `total`: at most 1,001, which means more than 1,000. */
export type ListRead = { readonly rows: readonly Found[]; readonly total: number; readonly next?: string };

/** The place of a page in the list. `isNarrowed`: the list has some customers only. */
export type PageShown = {
  readonly page: number;
  readonly place: ListPlace;
  readonly pageSize: number;
  readonly isNarrowed: boolean;
};

/** One page of the list: its customers, how many there are in all, and the pages before and after it. */
export function listing({ rows, total, next }: ListRead, shown: PageShown, reading: Reading) {
  const { page, place, isNarrowed } = shown;
  const { language } = reading.reader;
  const nothing = isNarrowed ? 'no-match' : 'empty';
  return {
    language,
    count: total === 0 ? say(language, `tab.${nothing}`) : say(language, 'customers.title', { total }),
    rows: rows.map((row) => customerRow(row, reading)),
    empty: total === 0 ? { text: say(language, `tab.${nothing}-text`), isNarrowed } : null,
    pages: {
      text: pageWords({ ...shown, total }, reading.reader),
      previous:
        page > 1
          ? { page: page - 1, place: placeBefore(place), text: say(language, 'button.previous') }
          : null,
      next:
        next === undefined
          ? null
          : { page: page + 1, place: placeAfter(place, next), text: say(language, 'button.next') },
    },
  };
}
