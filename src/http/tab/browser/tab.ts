import type { CustomersShown, Detail } from './answers.ts';
import { type ApiAnswer, ask } from './ask.ts';
import { hideDetail, showDetail } from './detail.ts';
import { byId } from './dom.ts';
import { findHost, type Host } from './host.ts';
import { focusRow, markOpen, showList } from './list.ts';
import { showPanes, showProblem } from './notice.ts';

const PAUSE_MS = 250;

let page = 1;
let place = '';
// The numbers of the latest request for the list and for a customer: the answer to an earlier request is dropped.
let listAsked = 0;
let detailAsked = 0;

const text = byId<HTMLInputElement>('text');
const state = byId<HTMLSelectElement>('state');

void findHost().then(start, () => {
  byId('top').hidden = false;
  showProblem({ kind: 'no-sso' });
  onClicks('.retry', () => location.reload());
});

function start(host: Host): void {
  const isBrowser = host.kind === 'browser';
  byId('top').hidden = !isBrowser;
  if (host.kind === 'teams' && host.customer && location.hash === '') {
    history.replaceState(null, '', hashOf(host.customer));
  }
  onClicks('.retry', () => void loadPage(host));
  listen(host);
  void loadPage(host);
}

function listen(host: Host): void {
  const search = () => {
    page = 1;
    place = '';
    void loadList(host);
  };
  let pause = 0;
  text.addEventListener('input', () => {
    clearTimeout(pause);
    pause = window.setTimeout(search, PAUSE_MS);
  });
  state.addEventListener('change', search);
  onSubmit('search', () => {
    clearTimeout(pause);
    search();
  });
  onSubmit('sign-in-form', signIn);
  onClicks('#show-all', () => {
    text.value = '';
    state.value = 'all';
    text.focus();
    search();
  });
  onClicks('#previous, #next', (button) => {
    page = Number(button.value);
    place = button.dataset['place'] ?? '';
    void loadList(host).then(() => byId('content').scrollIntoView());
  });
  byId('back').addEventListener('click', (event) => {
    event.preventDefault();
    close();
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && opened() !== '') close();
  });
  window.addEventListener('hashchange', () => void loadDetail(host));
  onClicks('#to-list', () => {
    close();
    void loadList(host);
  });
  // The data may have changed while the tab was hidden.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && !byId('panes').hidden) void loadPage(host, { isRefresh: true });
  });
}

/** How data is loaded. `isRefresh`: again, without a click; `isQuiet`: without moving the focus. */
type Manner = { readonly isRefresh?: boolean; readonly isQuiet?: boolean };

async function loadPage(host: Host, manner: Manner = {}): Promise<void> {
  if (await loadList(host, manner)) await loadDetail(host, { ...manner, isQuiet: true });
}

async function loadList(host: Host, manner: Manner = {}): Promise<boolean> {
  const number = ++listAsked;
  const query = { text: text.value, state: state.value, page: String(page), place };
  const answered = await ask<CustomersShown>(host, 'customers', query);
  if (number !== listAsked || !isShown(answered, manner)) return false;
  const { answer } = answered;
  if (speaksOther(answer.language)) return false;
  showPanes();
  showList(answer, opened());
  byId('signed-in').textContent = answer.signedIn;
  return true;
}

async function loadDetail(host: Host, manner: Manner = {}): Promise<void> {
  const number = ++detailAsked;
  const id = opened();
  markOpen(id);
  if (id === '') {
    hideDetail();
    return;
  }
  const answered = await ask<Detail>(host, `customers/${encodeURIComponent(id)}`);
  if (number !== detailAsked || !isShown(answered, manner)) return;
  showPanes();
  showDetail(answered.answer);
  if (!manner.isQuiet) byId('name').focus();
}

function isShown<Shape>(
  answered: ApiAnswer<Shape>,
  { isRefresh = false }: Manner,
): answered is { readonly answer: Shape } {
  if ('answer' in answered) return true;
  // What was read before the connection broke stays readable.
  if (isRefresh && answered.problem.kind === 'offline') return false;
  showProblem(answered.problem);
  byId('to-list').hidden = opened() === '';
  return false;
}

// A person who told the bot their language gets the whole page in it, not only the answers.
function speaksOther(language: string): boolean {
  const asked = new URLSearchParams(location.search);
  if (language === document.documentElement.lang || asked.has('lang')) return false;
  asked.set('lang', language);
  location.replace(`?${asked}${location.hash}`);
  return true;
}

function opened(): string {
  return new URLSearchParams(location.hash.slice(1)).get('customer') ?? '';
}

function hashOf(id: string): string {
  return `#customer=${encodeURIComponent(id)}`;
}

function close(): void {
  const id = opened();
  history.pushState(null, '', `${location.pathname}${location.search}`);
  detailAsked++;
  hideDetail();
  markOpen('');
  focusRow(id);
}

function signIn(form: HTMLFormElement): void {
  const to = new URL(form.dataset['href'] ?? '', location.origin);
  const domain = new FormData(form).get('domain');
  if (typeof domain === 'string') to.searchParams.set('domain', domain);
  location.assign(to);
}

function onSubmit(id: string, then: (form: HTMLFormElement) => void): void {
  const form = byId<HTMLFormElement>(id);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    then(form);
  });
}

function onClicks(selector: string, then: (button: HTMLButtonElement) => void): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>(selector)) {
    button.addEventListener('click', () => then(button));
  }
}
