import type { Host } from './host.ts';

/** Why there is no answer: `kind` is the id of the page's section that says so; `told` shows the server's own words. */
export type Problem =
  | { readonly kind: 'sign-in' | 'no-sso' | 'offline' }
  | { readonly kind: 'told'; readonly title: string; readonly text: string };

/** An answer of the server, or why there is none. */
export type ApiAnswer<Shape> = { readonly answer: Shape } | { readonly problem: Problem };

const DEADLINE_MS = 15_000;

/**
 * Requests data as the person who uses the tab, with their language and time zone. A failure is returned as a problem,
 * and so is an answer that does not come within 15 seconds.
 */
export async function ask<Shape>(
  host: Host,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer<Shape>> {
  let authorization: Record<string, string> = {};
  try {
    if (host.kind === 'teams') authorization = { authorization: `Bearer ${await host.token()}` };
  } catch {
    // Teams gives a reason for developers; the page has one for people.
    return { problem: { kind: 'no-sso' } };
  }
  try {
    const url = `/tab/api/${path}?${new URLSearchParams({ ...query, ...reading(host) })}`;
    const response = await fetch(url, { headers: authorization, signal: AbortSignal.timeout(DEADLINE_MS) });
    const body = await response.json();
    return response.ok ? { answer: body as Shape } : { problem: problemOf(host, response.status, body) };
  } catch {
    return { problem: { kind: 'offline' } };
  }
}

function problemOf(host: Host, status: number, { title, text }: { title?: string; text?: string }): Problem {
  if (status === 401) return { kind: host.kind === 'teams' ? 'no-sso' : 'sign-in' };
  return title !== undefined && text !== undefined ? { kind: 'told', title, text } : { kind: 'offline' };
}

// A language that was chosen on this page counts more than the client's language.
function reading({ locale }: Host): Record<string, string> {
  const chosen = new URLSearchParams(location.search).get('lang');
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { locale, zone: timeZone, ...(chosen === null ? {} : { lang: chosen }) };
}
