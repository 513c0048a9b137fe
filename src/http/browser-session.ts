import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CustomerPerson } from '../relationship/command.ts';
import type { Session } from '../store/documents.ts';
import type { Sessions } from '../store/sessions.ts';
import { badRequest, type Exchange } from './exchange.ts';

/** Keeps a browser signed in: the cookie holds a random id, the store only its hash. */
export function createBrowserSessions(sessions: Sessions, publicUrl: string) {
  const isHttps = publicUrl.startsWith('https://');
  // Browsers refuse `__Host-` and Secure on a plain http origin, which only a loopback address can be.
  const name = isHttps ? '__Host-vinculo' : 'vinculo';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;

  return {
    async of({ cookies }: Exchange): Promise<Session | undefined> {
      const id = cookies.get(name);
      return id === undefined ? undefined : sessions.find(hash(id));
    },

    /** The cookie of a new session. */
    async begin(person: CustomerPerson): Promise<string> {
      const id = randomBytes(32).toString('base64url');
      await sessions.begin(hash(id), { person, formToken: randomBytes(32).toString('base64url') });
      return `${name}=${id}; ${attributes}; Max-Age=28800`;
    },

    /** Ends the session; the cookie that removes it. */
    async end({ cookies }: Exchange): Promise<string> {
      const id = cookies.get(name);
      if (id !== undefined) await sessions.end(hash(id));
      return `${name}=; ${attributes}; Max-Age=0`;
    },

    /** The fields of a form that this session's own page sent; anything else is refused. */
    async form(exchange: Exchange, { formToken }: Session): Promise<{ reason?: string }> {
      if (!isSameOrigin(exchange, publicUrl)) throw badRequest(403, 'The form did not come from this page');
      const text = (await exchange.body()).toString('utf8');
      const { success, data } = fields.safeParse(Object.fromEntries(new URLSearchParams(text)));
      if (!success) throw badRequest(400, 'The form is not complete');
      if (!isEqual(data.formToken, formToken)) throw badRequest(403, 'The form did not come from this page');
      return data.reason ? { reason: data.reason } : {};
    },
  };
}

/** Keeps browsers signed in. */
export type BrowserSessions = ReturnType<typeof createBrowserSessions>;

/** What the store keeps of a secret that a browser holds. */
export function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

// Browsers send line ends as two characters and count them as one.
const reason = z
  .string()
  .transform((text) => text.replaceAll('\r\n', '\n'))
  .pipe(z.string().trim().max(500));
const fields = z.object({ formToken: z.string().max(100), reason: reason.optional() });

// Under our own `no-referrer` a browser without Sec-Fetch-Site says `Origin: null`; the form's token decides then.
function isSameOrigin({ headers }: Exchange, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin === undefined || headers.origin === 'null' || headers.origin === publicUrl;
}

function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hash(one)), Buffer.from(hash(other)));
}
