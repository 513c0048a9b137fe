import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CustomerPerson } from '../relationship/people.ts';
import { LONGEST_REASON } from '../relationship/rules/guards.ts';
import { LONGEST_REMARK } from '../relationship/rules/questions.ts';
import { cleanText } from '../relationship/values/clean-text.ts';
import { hashSecret } from '../secret.ts';
import type { Sessions } from '../service/sessions.ts';
import type { Session } from '../store/documents.ts';
import { createCookie } from './cookie.ts';
import { badRequest, type Exchange } from './exchange.ts';

/** Keeps a browser signed in on the customer's page. */
export function createBrowserSessions(sessions: Sessions, publicUrl: string) {
  return sessionsIn(createCookie('vinculo', publicUrl), sessions, publicUrl);
}

/** Keeps a browser of the partner's people signed in on the tab; the customer's page does not receive this cookie. */
export function createTabSessions(sessions: Sessions, publicUrl: string) {
  return sessionsIn(createCookie('vinculo-tab', publicUrl, '/tab'), sessions, publicUrl);
}

// The cookie holds a random id, the store only its hash.
function sessionsIn(cookie: ReturnType<typeof createCookie>, sessions: Sessions, publicUrl: string) {
  return {
    async of(exchange: Exchange): Promise<Session | undefined> {
      const id = cookie.read(exchange);
      return id === undefined ? undefined : sessions.find(id);
    },

    /** Begins a session; returns the `Set-Cookie` header for it. */
    async begin(person: CustomerPerson): Promise<string> {
      const { value, seconds } = await sessions.begin(person);
      return cookie.set(value, seconds);
    },

    /** Ends the session; returns the `Set-Cookie` header that removes its cookie. */
    async end(exchange: Exchange): Promise<string> {
      const id = cookie.read(exchange);
      if (id !== undefined) await sessions.end(id);
      return cookie.remove();
    },

    /**
     * Reads a form that a page of this session sent. Throws a `BadRequest`: 403 for a form of another origin or
     * session, 400 for a missing or too long field.
     */
    async form(exchange: Exchange, { formToken }: Session): Promise<Fields> {
      if (!isSameOrigin(exchange, publicUrl)) throw badRequest(403, 'The form did not come from this page');
      const text = (await exchange.body()).toString('utf8');
      const { success, data } = fields.safeParse(Object.fromEntries(new URLSearchParams(text)));
      if (!success) throw badRequest(400, 'The form is not complete');
      if (!isEqual(data.formToken, formToken)) throw badRequest(403, 'The form did not come from this page');
      const { reason, question } = data;
      return { ...(reason ? { reason } : {}), ...(question ? { question } : {}) };
    },
  };
}

/** Keeps browsers signed in, and reads the forms that they send. */
export type BrowserSessions = ReturnType<typeof sessionsIn>;

/** What a person wrote into a form, cleaned; an empty field is absent. */
export type Fields = { readonly reason?: string; readonly question?: string };

// The forms have the same limit as `maxlength`, so a longer text does not come from them.
const writtenText = (most: number) => z.string().transform(cleanText).pipe(z.string().max(most)).optional();
const fields = z.object({
  formToken: z.string().max(100),
  reason: writtenText(LONGEST_REASON),
  question: writtenText(LONGEST_REMARK),
});

/**
 * True when a page of this program sent the request, as far as browsers tell. Because the pages have the policy
 * `no-referrer`, a browser without Sec-Fetch-Site sends `Origin: null`, which passes; a form's token decides where it
 * matters.
 */
export function isSameOrigin({ headers }: Exchange, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin === undefined || headers.origin === 'null' || headers.origin === publicUrl;
}

function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(one)), Buffer.from(hashSecret(other)));
}
