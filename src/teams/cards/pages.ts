import { type ListPlace, placeAfter, placeBefore } from '../../relationship/values/list-place.ts';
import { type Reader, say } from '../../words/words.ts';
import type { Button } from './card.ts';

/**
 * The place of a page in a longer list, and the command that asks for another page of it. `place` and `next`: where this
 * page and the next one begin, in a list that is turned from row to row; a list without them is turned by numbers.
 */
export type Paged = {
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  readonly place?: ListPlace;
  readonly next?: string;
  readonly again: { readonly command: string; readonly given: Readonly<Record<string, string>> };
};

/** The buttons to the previous and the next page, where these exist. */
export function pageTurns(paged: Paged, { language }: Reader): Button[] {
  const { page, place } = paged;
  const before = place === undefined ? {} : placeData(placeBefore(place));
  const next = nextData(paged);
  return [
    ...(page > 1 ? [pageTurn(paged, page - 1, before, say(language, 'button.previous'))] : []),
    ...(next ? [pageTurn(paged, page + 1, next, say(language, 'button.next'))] : []),
  ];
}

type PlaceData = { readonly place?: ListPlace };

function nextData({ total, page, pageSize, place, next }: Paged): PlaceData | undefined {
  if (place === undefined) return page * pageSize < total ? {} : undefined;
  return next === undefined ? undefined : placeData(placeAfter(place, next));
}

function placeData(place: ListPlace): PlaceData {
  return place === '' ? {} : { place };
}

function pageTurn({ again }: Paged, page: number, place: PlaceData, title: string): Button {
  return { title, verb: 'submit', data: { command: again.command, ...again.given, page, ...place } };
}
