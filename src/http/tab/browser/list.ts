import type { CustomersShown, PageTurn, Station, TabCustomer } from './answers.ts';
import { byId, element, fillWith } from './dom.ts';

/** Shows one page of the list; the row of the customer that is open is marked. */
export function showList({ count, rows, empty, pages }: CustomersShown, open: string): void {
  byId('count').textContent = count;
  fillWith('rows', rows.map(row));
  markOpen(open);
  byId('empty').hidden = !empty;
  byId('what-to-do').textContent = empty?.text ?? '';
  byId('show-all').hidden = !empty?.isNarrowed;
  byId('pages').hidden = pages.text === '';
  byId('page').textContent = pages.text;
  turn('previous', pages.previous);
  turn('next', pages.next);
}

/** Marks the row of the customer that is open, for eyes and for screen readers. */
export function markOpen(id: string): void {
  for (const link of byId('rows').querySelectorAll<HTMLAnchorElement>('a')) {
    if (link.dataset['id'] === id) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

/** Puts the focus on the row of a customer, if it is in the list. */
export function focusRow(id: string): void {
  const links = [...byId('rows').querySelectorAll<HTMLAnchorElement>('a')];
  links.find((link) => link.dataset['id'] === id)?.focus();
}

/** The steps of an invitation, an item each. */
export function stations(life: readonly Station[]): HTMLElement[] {
  return life.map(({ label, at, isReached, tone }) =>
    element(
      'li',
      { class: isReached ? `reached ${tone}` : 'ahead' },
      element('span', { class: 'label' }, label),
      ...(at === '' ? [] : [' ', element('span', { class: 'at' }, at)]),
    ),
  );
}

/** Items that say whether the partner can purchase and manage, or what is missing for it. */
export function readiness(ready: TabCustomer['ready']): HTMLElement[] {
  return ready.map(({ isReady, text }) => element('li', { class: isReady ? 'good' : 'lacking' }, text));
}

function row({ id, name, domain, status, tone, ready, life }: TabCustomer): HTMLElement {
  const href = `#customer=${encodeURIComponent(id)}`;
  return element(
    'li',
    { class: 'row' },
    element('a', { href, 'data-id': id, class: 'name' }, name),
    element('p', { class: 'domain' }, domain),
    element('p', { class: `status ${tone}` }, status),
    element('ul', { class: 'ready' }, ...readiness(ready)),
    ...(life.length > 0 ? [element('ol', { class: 'life short' }, ...stations(life))] : []),
  );
}

function turn(id: string, to: PageTurn | null): void {
  const button = byId<HTMLButtonElement>(id);
  button.hidden = !to;
  button.textContent = to?.text ?? '';
  button.value = String(to?.page ?? '');
  button.dataset['place'] = to?.place ?? '';
}
