import type { Detail } from './answers.ts';
import { byId, element, fillWith } from './dom.ts';
import { readiness, stations } from './list.ts';

/** Shows one customer: status, what is missing, the steps of the invitation, facts, history. */
export function showDetail(customer: Detail): void {
  byId('name').textContent = customer.name;
  const status = byId('status');
  status.textContent = customer.status;
  status.className = `status ${customer.tone}`;
  fillWith('ready', readiness(customer.ready));
  fillWith(
    'missing',
    customer.missing.map((line) => element('li', {}, line)),
  );
  byId('way').hidden = customer.life.length === 0;
  byId('invitation').textContent = customer.invitation;
  fillWith('life', stations(customer.life));
  fillWith('facts', customer.facts.map(fact));
  fillWith('history', customer.history.map(happening));
  byId('note').textContent = customer.note;
  byId('detail').hidden = false;
  byId('pick').hidden = true;
  byId('panes').classList.add('opened');
}

/** Closes the customer; in its place the page asks to pick one. */
export function hideDetail(): void {
  byId('detail').hidden = true;
  byId('pick').hidden = false;
  byId('panes').classList.remove('opened');
}

function fact({ label, value }: Detail['facts'][number]): HTMLElement {
  return element('div', {}, element('dt', {}, label), element('dd', {}, value));
}

function happening({ at, what, who }: Detail['history'][number]): HTMLElement {
  return element(
    'li',
    {},
    element('span', { class: 'what' }, what),
    ' ',
    element('span', { class: 'quiet' }, `${at} · ${who}`),
  );
}
