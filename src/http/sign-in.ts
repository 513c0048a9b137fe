import { z } from 'zod';
import type { Log } from '../log.ts';
import type { Cloud, Language } from '../relationship/partner.ts';
import { hashSecret } from '../secret.ts';
import type { Service } from '../service.ts';
import { type Sessions, SIGN_IN_SECONDS } from '../store/sessions.ts';
import { say } from '../words/words.ts';
import type { BrowserSessions } from './browser-session.ts';
import { createCookie } from './cookie.ts';
import { type Exchange, type HttpReply, seeOther } from './exchange.ts';
import { isToken } from './link.ts';
import { noticePage, switchOf } from './page.ts';
import { notYours } from './plain-pages.ts';

type Check = { readonly state: string; readonly nonce: string; readonly codeVerifier: string };
type Person = Parameters<BrowserSessions['begin']>[0];

/** What signing in needs; the OpenID Connect client comes as two functions. */
export type SignInParts = {
  readonly service: Service;
  readonly sessions: Sessions;
  readonly browserSessions: BrowserSessions;
  readonly begin: (authority: string, locale: string) => Promise<{ url: string; check: Check }>;
  readonly complete: (authority: string, search: string, check: Check) => Promise<Person>;
  readonly authorities: Readonly<Record<Cloud, string>>;
  readonly publicUrl: string;
  readonly log: Log;
};

// The way back, held by the browser that set out and by nobody else: state, language, link.
const cookieValue = z
  .string()
  .transform((text) => text.split('.'))
  .pipe(z.tuple([z.string().min(20), z.enum(['en', 'es']), z.string().refine(isToken)]));

/** Who answers: sends the browser to the invited tenant's own authority and takes it back. */
export function createSignInPages(parts: SignInParts) {
  const cookie = createCookie('vinculo-sign-in', parts.publicUrl);

  return {
    async start(exchange: Exchange): Promise<HttpReply> {
      const token = exchange.params['token'] ?? '';
      const { language } = switchOf(exchange);
      const linked = isToken(token) ? await parts.service.byLink(token) : undefined;
      if (!linked) return notYours(exchange);
      const { tenantId, domain, cloud } = linked.state.customer;
      const authority = `${parts.authorities[cloud]}/${tenantId ?? domain}`;
      const { url, check } = await parts.begin(authority, language);
      const { state, ...rest } = check;
      await parts.sessions.beginSignIn(hashSecret(state), { ...rest, authority });
      return seeOther(url, { 'set-cookie': cookie.set(`${state}.${language}.${token}`, SIGN_IN_SECONDS) });
    },

    async callback(exchange: Exchange): Promise<HttpReply> {
      const [state, language, token] = cookieValue.safeParse(cookie.read(exchange)).data ?? [];
      const person = state === undefined ? undefined : await completed(parts, exchange, state);
      if (!person) return failed(exchange, language && token ? { language, token } : undefined);
      const session = await parts.browserSessions.begin(person);
      return seeOther(`/i/${token}?lang=${language}`, { 'set-cookie': [session, cookie.remove()] });
    },

    /** Signs this browser out. */
    async end(exchange: Exchange): Promise<HttpReply> {
      const token = exchange.params['token'] ?? '';
      const session = await parts.browserSessions.of(exchange);
      if (session) await parts.browserSessions.form(exchange, session);
      const ended = await parts.browserSessions.end(exchange);
      return seeOther(isToken(token) ? `/i/${token}${langOf(exchange)}` : '/', { 'set-cookie': ended });
    },
  };
}

/** The routes of signing in. */
export type SignInPages = ReturnType<typeof createSignInPages>;

// Cancelled, tampered with or timed out: the person gets one answer, the log gets the reason.
async function completed(
  { sessions, complete, log }: SignInParts,
  { query, search }: Exchange,
  state: string,
): Promise<Person | undefined> {
  const pending = query.get('state') === state ? await sessions.takeSignIn(hashSecret(state)) : undefined;
  if (!pending) return undefined;
  const { authority, nonce, codeVerifier } = pending;
  try {
    return await complete(authority, search, { state, nonce, codeVerifier });
  } catch (err) {
    log.info({ reason: err instanceof Error ? err.message : 'unknown' }, 'A sign-in failed');
    return undefined;
  }
}

type Wished = { readonly language: Language; readonly token: string };

function failed(exchange: Exchange, wished: Wished | undefined): HttpReply {
  const { language } = wished ?? switchOf(exchange);
  const title = say(language, 'page.sign-in-failed');
  const text = say(language, 'page.sign-in-failed-text');
  if (!wished) return noticePage(400, { exchange, title, text });
  const label = say(language, 'page.sign-in');
  const action = { href: `/sign-in/start/${wished.token}?lang=${language}`, label };
  return noticePage(400, { exchange, wished, title, text, action });
}

function langOf(exchange: Exchange): string {
  return `?lang=${switchOf(exchange).language}`;
}
