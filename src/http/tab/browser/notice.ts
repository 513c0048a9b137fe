import type { Problem } from './ask.ts';
import { byId } from './dom.ts';

const SECTIONS = ['sign-in', 'no-sso', 'offline', 'told'] as const;

/** Shows a problem, and what to do about it, in place of the list. */
export function showProblem(problem: Problem): void {
  showOnly(problem.kind);
  const section = byId(problem.kind);
  const [heading, text] = section.querySelectorAll<HTMLElement>('h2, p');
  if (problem.kind === 'told') {
    if (heading) heading.textContent = problem.title;
    if (text) text.textContent = problem.text;
  }
  // A screen reader reads the heading that has the focus. The sign-in form comes first and does not take the focus.
  if (problem.kind !== 'sign-in') heading?.focus();
}

/** Shows the list and the customer. */
export function showPanes(): void {
  showOnly('panes');
}

function showOnly(shown: (typeof SECTIONS)[number] | 'panes'): void {
  byId('loading').hidden = true;
  byId('sign-out').hidden = shown === 'sign-in' || shown === 'no-sso';
  for (const id of [...SECTIONS, 'panes'] as const) byId(id).hidden = id !== shown;
}
