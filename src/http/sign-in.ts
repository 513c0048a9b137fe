import { z } from 'zod';
import type { Log } from '../log.ts';
import { LANGUAGE_CODES } from '../relationship/language.ts';
import type { Cloud } from '../relationship/partner.ts';
import { isToken } from '../relationship/values/link-token.ts';
import type { Service } from '../service/service.ts';
import { say } from '../words/words.ts';
import { createCookie } from './cookie.ts';
import { badRequest, type Exchange, type HttpReply, seeOther } from './exchange.ts';
import { type Place, placeOf, TAB } from './page/link.ts';
import { noticePage, switchOf, type Wished } from './page/page.ts';
import { notYours } from './page/plain-pages.ts';
import { type BrowserSessions, isSameOrigin } from './sessions.ts';

type Check = { readonly state: string; readonly nonce: string; readonly codeVerifier: string };
type SignedInPerson = Parameters<BrowserSessions['begin']>[0];

/** What signing in needs; `begin` and `complete` are the OpenID Connect client. */
export type SignInParts = {
  readonly service: Service;
  readonly browserSessions: BrowserSessions;
  readonly tabSessions: BrowserSessions;
  /** The authority where a partner's people sign in for the tab; undefined for a domain that belongs to no partner. */
  readonly partnerAuthority: (domain: string | null) => Promise<string | undefined>;
  readonly begin: (authority: string, locale: string) => Promise<{ url: string; check: Check }>;
  readonly complete: (authority: string, search: string, check: Check) => Promise<SignedInPerson>;
  readonly authorities: Readonly<Record<Cloud, string>>;
  readonly publicUrl: string;
  readonly log: Log;
};

// Held only by the browser that started the sign-in, so that no other browser can complete it: state, language, and the
// link's token or the tab's name.
const cookieValue = z
  .string()
  .transform((text) => text.split('.'))
  .pipe(z.tuple([z.string().min(20), z.enum(LANGUAGE_CODES), z.string().refine(isPlace)]));

function isPlace(name: string): boolean {
  return placeOf(name) !== undefined;
}

/** Signs people in: sends the browser to the authority of the invited tenant or of the partner, and takes it back. */
export function createSignInPages(parts: SignInParts) {
  const cookie = createCookie('vinculo-sign-in', parts.publicUrl);

  async function setOut(exchange: Exchange, place: string, authority: string): Promise<HttpReply> {
    const { language } = switchOf(exchange);
    const { url, check } = await parts.begin(authority, language);
    const { state, ...rest } = check;
    const seconds = await parts.service.sessions.beginSignIn(state, { ...rest, authority });
    return seeOther(url, { 'set-cookie': cookie.set(`${state}.${language}.${place}`, seconds) });
  }

  return {
    async start(exchange: Exchange): Promise<HttpReply> {
      const token = exchange.params['token'] ?? '';
      const linked = isToken(token) ? await parts.service.answering.byLink(token) : undefined;
      if (!linked) return notYours(exchange);
      const { tenantId, domain, cloud } = linked.state.customer;
      return setOut(exchange, token, `${parts.authorities[cloud]}/${tenantId ?? domain}`);
    },

    /** Sends a person of the partner to the sign-in page of their own tenant. */
    async startTab(exchange: Exchange): Promise<HttpReply> {
      const authority = await parts.partnerAuthority(exchange.query.get('domain'));
      return authority === undefined ? unknownOrganisation(exchange) : setOut(exchange, TAB.name, authority);
    },

    async callback(exchange: Exchange): Promise<HttpReply> {
      const set = cookieValue.safeParse(cookie.read(exchange)).data;
      const place = placeOf(set?.[2] ?? '');
      if (!set || !place) return failed(exchange);
      const [state, language] = set;
      const person = await completed(parts, exchange, state);
      if (!person) return failed(exchange, { language, ...place });
      const session = await (place === TAB ? parts.tabSessions : parts.browserSessions).begin(person);
      return seeOther(`${place.page}?lang=${language}`, { 'set-cookie': [session, cookie.remove()] });
    },

    /** Signs this browser out. */
    end: (exchange: Exchange) => endSession(parts, exchange),
    endTab: (exchange: Exchange) => endTab(parts, exchange),
  };
}

/** The routes of signing in. */
export type SignInPages = ReturnType<typeof createSignInPages>;

async function endSession({ browserSessions }: SignInParts, exchange: Exchange): Promise<HttpReply> {
  const token = exchange.params['token'] ?? '';
  const session = await browserSessions.of(exchange);
  if (session) await browserSessions.form(exchange, session);
  const ended = await browserSessions.end(exchange);
  return seeOther(isToken(token) ? `/i/${token}${langOf(exchange)}` : '/', { 'set-cookie': ended });
}

async function endTab({ tabSessions, publicUrl }: SignInParts, exchange: Exchange): Promise<HttpReply> {
  if (!isSameOrigin(exchange, publicUrl)) throw badRequest(403, 'The form did not come from this page');
  const ended = await tabSessions.end(exchange);
  return seeOther(`${TAB.page}${langOf(exchange)}`, { 'set-cookie': ended });
}

// Cancelled, tampered with or timed out: the person always gets the same answer, and the log gets the reason.
async function completed(
  { service, complete, log }: SignInParts,
  { query, search }: Exchange,
  state: string,
): Promise<SignedInPerson | undefined> {
  const pending = query.get('state') === state ? await service.sessions.takeSignIn(state) : undefined;
  if (!pending) return undefined;
  const { authority, nonce, codeVerifier } = pending;
  try {
    return await complete(authority, search, { state, nonce, codeVerifier });
  } catch (err) {
    log.info({ reason: err instanceof Error ? err.message : 'unknown' }, 'A sign-in failed');
    return undefined;
  }
}

function failed(exchange: Exchange, from?: Wished & Place): HttpReply {
  const { language } = from ?? switchOf(exchange);
  const title = say(language, 'page.sign-in-failed');
  const text = say(
    language,
    from?.page === TAB.page ? 'tab.sign-in-failed-text' : 'page.sign-in-failed-text',
  );
  if (!from) return noticePage(400, { exchange, title, text });
  const action = { href: `${from.signIn}?lang=${language}`, label: say(language, 'page.sign-in') };
  return noticePage(400, { exchange, wished: from, title, text, action });
}

function unknownOrganisation(exchange: Exchange): HttpReply {
  const { language } = switchOf(exchange);
  const title = say(language, 'tab.unknown-organisation');
  const text = say(language, 'tab.unknown-organisation-text');
  const action = { href: `${TAB.page}?lang=${language}`, label: say(language, 'tab.go-back') };
  return noticePage(404, { exchange, title, text, action });
}

function langOf(exchange: Exchange): string {
  return `?lang=${switchOf(exchange).language}`;
}
