import { verificationCode } from '../relationship/verification-code.ts';
import { hashSecret } from '../secret.ts';
import { say } from '../words/words.ts';
import { type Exchange, type HttpReply, json } from './exchange.ts';
import { noticePage, switchOf } from './page.ts';

/** What somebody sees whose organisation a link is not for; an unknown link looks the same. */
export function notYours(exchange: Exchange): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.not-yours');
  const token = exchange.params['token'] ?? '';
  const label = say(language, 'page.other-account');
  const action = { href: `/sign-in/start/${token}?lang=${language}`, label };
  return noticePage(403, { exchange, title, text: say(language, 'page.not-yours-text'), action });
}

/** The same for every link, known or not: who asks is shown to the invited organisation only. */
export function landing(exchange: Exchange, token: string, status = 200): HttpReply {
  const { language } = switchOf(exchange);
  const label = say(language, 'page.sign-in');
  return noticePage(status, {
    exchange,
    title: say(language, 'page.landing'),
    text: say(language, 'page.landing-text'),
    action: { href: `/sign-in/start/${token}?lang=${language}`, label },
    hints: [
      say(language, 'page.safety'),
      say(language, 'page.landing-code', { code: verificationCode(hashSecret(token)) }),
    ],
  });
}

/** Somebody, or somebody on their network, asks too often. */
export function tooMany(exchange: Exchange, seconds: number): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.too-many');
  const text = say(language, 'page.too-many-text', { seconds });
  const reply = noticePage(429, { exchange, title, text });
  return { ...reply, headers: { ...reply.headers, 'retry-after': String(seconds) } };
}

/** An answer that did not come from the page's own form. */
export function badForm(exchange: Exchange): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.bad-form');
  return noticePage(403, { exchange, title, text: say(language, 'page.bad-form-text') });
}

/** No such page. */
export function nothingHere(exchange: Exchange): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'page.not-found');
  return noticePage(404, { exchange, title, text: say(language, 'page.not-found-text') });
}

/** The database is away: nothing has changed, and the same may work in a minute. */
export function away(exchange: Exchange, reference: string): HttpReply {
  const headers = { 'retry-after': '30' };
  if (!exchange.headers.accept?.includes('text/html')) {
    const reply = json(503, { error: 'The database is away', reference });
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }
  const { language } = switchOf(exchange);
  const title = say(language, 'page.away');
  const reply = noticePage(503, { exchange, title, text: say(language, 'page.away-text', { reference }) });
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

/** Something broke inside: a person gets a page, a program JSON, both the reference. */
export function fault(exchange: Exchange, reference: string): HttpReply {
  if (!exchange.headers.accept?.includes('text/html'))
    return json(500, { error: 'Internal error', reference });
  const { language } = switchOf(exchange);
  const text = say(language, 'fault.text', { reference });
  return noticePage(500, { exchange, title: say(language, 'page.fault'), text });
}
