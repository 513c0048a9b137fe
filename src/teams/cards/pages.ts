import { type Reader, say } from '../../words/words.ts';
import type { Button } from './card.ts';

/** The place of a page in a longer list, and the command that asks for another page of it. */
export type Paged = {
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  readonly again: { readonly command: string; readonly given: Readonly<Record<string, string>> };
};

/** "Page 2 of 5"; empty when there is only one page. */
export function pageNote({ page, pageSize, total }: Paged, { language }: Reader): string {
  const pages = Math.ceil(total / pageSize);
  return pages > 1 ? say(language, 'list.page', { page, pages }) : '';
}

/** The buttons to the previous and the next page, where these exist. */
export function pageTurns(paged: Paged, { language }: Reader): Button[] {
  const { total, page, pageSize } = paged;
  return [
    ...(page > 1 ? [pageTurn(paged, page - 1, say(language, 'button.previous'))] : []),
    ...(page * pageSize < total ? [pageTurn(paged, page + 1, say(language, 'button.next'))] : []),
  ];
}

function pageTurn({ again }: Paged, page: number, title: string): Button {
  return { title, verb: 'submit', data: { command: again.command, ...again.given, page } };
}
