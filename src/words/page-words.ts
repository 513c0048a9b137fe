import { MOST_COUNTED } from '../relationship/values/list-place.ts';
import { type Reader, say } from './words.ts';

/** The place of a page in a list of this length. */
export type PageOf = { readonly page: number; readonly pageSize: number; readonly total: number };

/** "Page 2 of 5"; empty when there is only one page. The number of pages is left out where it is not known. */
export function pageWords({ page, pageSize, total }: PageOf, { language }: Reader): string {
  const pages = Math.ceil(total / pageSize);
  const isKnown = total <= MOST_COUNTED && page <= Math.max(1, pages);
  if (!isKnown) return say(language, 'list.page-of-many', { page });
  return pages > 1 ? say(language, 'list.page', { page, pages }) : '';
}
