import type { Token } from '../../relationship/values/link-token.ts';
import { verificationCode } from '../../relationship/values/verification-code.ts';
import { hashToken } from '../../secret.ts';
import { say } from '../../words/words.ts';
import { type Exchange, type HttpReply, json } from '../exchange.ts';
import { noticePage, switchOf } from './page.ts';

/** The page for people of an organisation that the link is not for; an unknown link gets the same page. */
export function notYours(exchange: Exchange): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.not-yours');
  const token = exchange.params['token'] ?? '';
  const label = say(language, 'page.other-account');
  const action = { href: `/sign-in/start/${token}?lang=${language}`, label };
  return noticePage(403, { exchange, title, text: say(language, 'page.not-yours-text'), action });
}

/**
 * The page of a link before signing in. It is the same for every link, known or not, because only the invited
 * organisation may see which partner asks.
 */
export function landing(exchange: Exchange, token: Token, status = 200): HttpReply {
  const { language } = switchOf(exchange);
  const label = say(language, 'page.sign-in');
  return noticePage(status, {
    exchange,
    title: say(language, 'page.landing'),
    text: say(language, 'page.landing-text'),
    action: { href: `/sign-in/start/${token}?lang=${language}`, label },
    hints: [
      say(language, 'page.safety'),
      say(language, 'page.landing-code', { code: verificationCode(hashToken(token)) }),
    ],
  });
}

/** The page for a network or a link with too many requests; `seconds`: how long to wait. */
export function tooMany(exchange: Exchange, seconds: number): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.too-many');
  const text = say(language, 'page.too-many-text', { seconds });
  const reply = pageOrJson(exchange, 429, { error: 'Too many requests', title, text });
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(seconds) } };
}

/** The page for an answer that the page's own form did not send. */
export function badForm(exchange: Exchange): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.bad-form');
  return noticePage(403, { exchange, title, text: say(language, 'page.bad-form-text') });
}

/** The page for an address that does not exist. */
export function nothingHere(exchange: Exchange): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.not-found');
  return noticePage(404, { exchange, title, text: say(language, 'page.not-found-text') });
}

/** The answer while the database cannot be reached: nothing has changed, and the same request may work in seconds. */
export function away(exchange: Exchange, reference: string): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.away');
  const text = say(language, 'page.away-text', { reference });
  return inSeconds(pageOrJson(exchange, 503, { error: 'The database is away', reference, title, text }));
}

/** The answer when the database was lost while writing: the page itself shows what has been recorded. */
export function unknown(exchange: Exchange, reference: string): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.unknown');
  const text = say(language, 'page.unknown-text', { reference });
  return inSeconds(pageOrJson(exchange, 503, { error: 'The outcome is unknown', reference, title, text }));
}

/** The answer while more is asked than can be done at once: the request has not begun. */
export function busy(exchange: Exchange): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.busy');
  const text = say(language, 'page.busy-text');
  return inSeconds(pageOrJson(exchange, 503, { error: 'Busy', title, text }));
}

/** The same answer, which asks the client to try again in a few seconds. */
export const inSeconds = (reply: HttpReply): HttpReply => {
  return { ...reply, headers: { ...reply.headers, 'retry-after': '5' } };
};

/** The answer to a fault of the program; the log holds the same `reference`. */
export function fault(exchange: Exchange, reference: string): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.fault');
  const text = say(language, 'fault.text', { reference });
  return pageOrJson(exchange, 500, { error: 'Internal error', reference, title, text });
}

type Said = { readonly error: string; readonly title: string; readonly text: string };

// A browser gets a page, a program gets JSON; both contain the words and the reference.
function pageOrJson(exchange: Exchange, status: number, said: Said & { reference?: string }): HttpReply {
  const { title, text } = said;
  const isPage = exchange.headers.accept?.includes('text/html');
  return isPage ? noticePage(status, { exchange, title, text }) : json(status, said);
}
