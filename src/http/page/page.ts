import { readFileSync } from 'node:fs';
import { Eta } from 'eta';
import type { Language } from '../../relationship/partner.ts';
import { say } from '../../words/words.ts';
import type { Exchange, HttpReply } from '../exchange.ts';
import { placeOf } from './link.ts';

const FOLDER = new URL('../../../src/http/page/', import.meta.url);

// Everything between <%= and %> is escaped; there is no way to put a value into a template unescaped.
const eta = new Eta({ views: FOLDER.pathname, cache: true, autoEscape: true });

/** What goes with every page, framed or not. */
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

// No frame at all, however it is asked for.
const HEADERS = {
  ...PAGE_HEADERS,
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-frame-options': 'DENY',
};

/** A page of the customer's side: whole, readable without script, kept by nobody. */
export function page(
  template: 'invitation' | 'confirm' | 'notice' | 'unsubscribe',
  status: number,
  data: { readonly language: Language; readonly title: string } & Readonly<Record<string, unknown>>,
): HttpReply {
  const { language } = data;
  const words = (key: Parameters<typeof say>[1]) => say(language, key);
  return { status, headers: HEADERS, body: eta.render(`./${template}`, { ...data, words }) };
}

/** A file to keep, in plain text and in the page's own privacy. */
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
    // Without this mark Windows takes the accents for those of another alphabet.
    body: `\uFEFF${text}\r\n`,
  };
}

/** A page that says one thing. */
export function noticePage(status: number, notice: Notice): HttpReply {
  const { exchange, wished, ...data } = notice;
  return page('notice', status, { action: undefined, hints: [], ...data, ...switchOf(exchange, wished) });
}

/** In which language somebody reads, and which page they came from. */
export type Wished = { readonly language: Language; readonly page: string };

/** What a notice says, and where its one button leads. */
export type Notice = {
  readonly exchange: Exchange;
  /** The language and page of somebody who comes back from elsewhere without them in the address. */
  readonly wished?: Wished;
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly href: string; readonly label: string };
  readonly hints?: readonly string[];
};

/** The reader's language, and the way to the other one: a GET, whatever was asked to get here. */
export function switchOf({ query, headers, params }: Exchange, wished?: Wished) {
  const language = wished?.language ?? languageAsked(query.get('lang'), headers['accept-language']);
  const other: Language = language === 'es' ? 'en' : 'es';
  const path = wished?.page ?? placeOf(params['token'] ?? '')?.page ?? '';
  const step = isConfirming(query) ? '&step=accept' : '';
  return { language, other: { language: other, href: `${path}?lang=${other}${step}` } };
}

/** Whether somebody has read the request and is about to say yes: the second of two steps. */
export function isConfirming(query: Exchange['query']): boolean {
  return query.get('step') === 'accept';
}

/** The language that was chosen, else the first of the browser's, in its order, that the bot speaks. */
export function languageAsked(chosen: string | null, accepted = ''): Language {
  if (chosen === 'es' || chosen === 'en') return chosen;
  const first = accepted.split(',').map((one) => one.trim().slice(0, 2).toLowerCase());
  return first.find((one): one is Language => one === 'es' || one === 'en') ?? 'en';
}

const ASSETS: Readonly<Record<string, { readonly type: string; readonly content: Buffer }>> = {
  'page.css': { type: 'text/css; charset=utf-8', content: readFileSync(new URL('page.css', FOLDER)) },
};

/** A file that pages refer to, or undefined. */
export function asset(file: string): HttpReply | undefined {
  const known = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined;
  if (!known) return undefined;
  const headers = { 'content-type': known.type, 'cache-control': 'public, max-age=3600' };
  return { status: 200, headers, body: known.content };
}
