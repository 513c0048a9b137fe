/**
 * Where a page of a list begins, as a text that cards and pages carry: the cursors of this page and of those before it,
 * the latest last. Empty on the first page.
 */
export type ListPlace = string;

/** More rows of a list than these are not counted: the length of a longer list is this and one more. */
export const MOST_COUNTED = 1000;

const BETWEEN = '~';
// So far one can turn back from row to row; farther back, the number of the page has to do.
const MOST_CURSORS = 10;
const PLACE = /^[\w-]{1,400}(?:~[\w-]{1,400}){0,9}$/;

/** The most characters of a place. */
export const LONGEST_PLACE = 4009;

/** The text, if it is the place of a page behind the first. */
export function listPlace(text: string): ListPlace | undefined {
  return PLACE.test(text) ? text : undefined;
}

/** The cursor behind which the page begins; undefined on the first. */
export function cursorAt(place: ListPlace): string | undefined {
  return place.split(BETWEEN).at(-1) || undefined;
}

/** The place of the next page, which begins behind this cursor. */
export function placeAfter(place: ListPlace, cursor: string): ListPlace {
  const cursors = place === '' ? [cursor] : [...place.split(BETWEEN), cursor];
  return cursors.slice(-MOST_CURSORS).join(BETWEEN);
}

/** The place of the page before this one. */
export function placeBefore(place: ListPlace): ListPlace {
  return place.split(BETWEEN).slice(0, -1).join(BETWEEN);
}
