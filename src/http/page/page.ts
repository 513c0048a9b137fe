import { readFileSync } from 'node:fs';
import { Eta } from 'eta';
import {
  DEFAULT_LANGUAGE,
  isLanguage,
  type Language,
  otherLanguages,
  spokenIn,
} from '../../relationship/language.ts';
import { languageTitle } from '../../words/language-names.ts';
import { say } from '../../words/words.ts';
import type { Exchange, HttpReply } from '../exchange.ts';
import { placeOf } from './link.ts';

const FOLDER = new URL('../../../src/http/page/', import.meta.url);

// `<%=` escapes every value. Only layout.eta uses `<%~`, which does not escape, for the page that Eta has rendered.
const eta = new Eta({ views: FOLDER.pathname, cache: true, autoEscape: true });

/** The headers of every page; the customer's page and the tab each add a Content-Security-Policy of their own. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow',
  'strict-transport-security': 'max-age=31536000',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cross-origin-opener-policy': 'same-origin',
  vary: 'accept-language, cookie',
};

// No site may show the customer's page in a frame; old browsers understand only the last header.
const HEADERS = {
  ...PAGE_HEADERS,
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-frame-options': 'DENY',
};

/** Renders a page for the customer: it is complete without script, and no browser or proxy may store it. */
export function page(
  template: 'invitation' | 'confirm' | 'notice' | 'unsubscribe',
  status: number,
  data: { readonly language: Language; readonly title: string } & Readonly<Record<string, unknown>>,
): HttpReply {
  const { language } = data;
  const words = (key: Parameters<typeof say>[1]) => say(language, key);
  return { status, headers: HEADERS, body: eta.render(`./${template}`, { ...data, words }) };
}

/** A plain-text file to download, with the headers of the pages. */
export function textFile({
  fileName,
  text,
}: {
  readonly fileName: string;
  readonly text: string;
}): HttpReply {
  const type = 'text/plain; charset=utf-8';
  const disposition = `attachment; filename="${fileName}"`;
  return {
    status: 200,
    headers: { ...HEADERS, 'content-type': type, 'content-disposition': disposition },
    // Without this byte order mark, Windows reads accented letters as those of another encoding.
    body: `\uFEFF${text}\r\n`,
  };
}

/** A page with one message, its hints and at most one button. */
export function noticePage(status: number, notice: PageNotice): HttpReply {
  const { exchange, wished, ...data } = notice;
  return page('notice', status, { action: undefined, hints: [], ...data, ...switchOf(exchange, wished) });
}

/** The language that a reader had before Microsoft's sign-in page, and the page that they came from. */
export type Wished = { readonly language: Language; readonly page: string };

/** What a notice page shows; `action` is its button. */
export type PageNotice = {
  readonly exchange: Exchange;
  /** Needed after Microsoft’s sign-in page, where the address holds neither language nor link. */
  readonly wished?: Wished;
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly href: string; readonly label: string };
  readonly hints?: readonly string[];
};

/** The reader’s language, and a link to this page in each other language; the link is a GET, also after a POST. */
export function switchOf({ query, headers, params }: Exchange, wished?: Wished) {
  const language = wished?.language ?? languageAsked(query.get('lang'), headers['accept-language']);
  const path = wished?.page ?? placeOf(params['token'] ?? '')?.page ?? '';
  const step = isConfirming(query) ? '&step=accept' : '';
  const others = otherLanguages(language).map((other) => {
    return { language: other, name: languageTitle(other, other), href: `${path}?lang=${other}${step}` };
  });
  return { language, others };
}

/** True on the second step of accepting, which asks for a confirmation. */
export function isConfirming(query: Exchange['query']): boolean {
  return query.get('step') === 'accept';
}

/**
 * The language chosen in the address, else the first of the browser’s languages that the bot speaks, in the browser’s
 * order, else the default language.
 */
export function languageAsked(chosen: string | null, accepted = ''): Language {
  if (isLanguage(chosen)) return chosen;
  const [first] = accepted.split(',').flatMap((range) => spokenIn(range.split(';')[0] ?? '') ?? []);
  return first ?? DEFAULT_LANGUAGE;
}

const ASSETS: Readonly<Record<string, { readonly type: string; readonly content: Buffer }>> = {
  'page.css': { type: 'text/css; charset=utf-8', content: readFileSync(new URL('page.css', FOLDER)) },
};

/** A file that the customer's pages load; undefined for any other name. */
export function asset(file: string): HttpReply | undefined {
  const known = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined;
  if (!known) return undefined;
  const headers = { 'content-type': known.type, 'cache-control': 'public, max-age=3600' };
  return { status: 200, headers, body: known.content };
}
