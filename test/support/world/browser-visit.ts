import { type Answered, type Ask, ask } from './ask-http.ts';
import type { World } from './world.ts';

/** A page in a browser: its last address, and every answer on the way there. */
export type Visited = Answered & { readonly url: string; readonly hops: readonly Hop[] };
type Hop = Answered & { readonly url: string };

type Place = { readonly address: { readonly url: string }; readonly variables: World['variables'] };
type Headers = Readonly<Record<string, string>>;
type Cookie = { readonly value: string; readonly path: string };

/** A browser without script: keeps cookies, follows redirects, fills in forms; `headers` go with every request. */
export function openBrowser({ address, variables }: Place, headers: Headers = {}) {
  const jar = new Map<string, Cookie>();

  // The program writes its public URL into links, but listens on a port of this test.
  const here = (url: string) => {
    const isKnown = url.startsWith(`${variables.PUBLIC_URL}/`);
    return isKnown
      ? `${address.url}${url.slice(variables.PUBLIC_URL.length)}`
      : new URL(url, address.url).href;
  };

  async function once(where: string, { headers: more, ...rest }: Ask = {}): Promise<Hop> {
    const url = here(where);
    const isProgram = url.startsWith(`${address.url}/`);
    const cookie = isProgram ? cookiesFor(new URL(url).pathname) : '';
    const sent = { accept: 'text/html', ...headers, ...(cookie === '' ? {} : { cookie }), ...more };
    const answered = await ask(url, { ...rest, headers: sent });
    if (isProgram) keep(answered);
    return { ...answered, url };
  }

  function cookiesFor(path: string): string {
    const fitting = [...jar].filter(([, cookie]) => path.startsWith(cookie.path));
    return fitting.map(([name, { value }]) => `${name}=${value}`).join('; ');
  }

  function keep(answered: Answered): void {
    for (const line of setCookies(answered)) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /; Path=([^;]+)/.exec(line)?.[1] ?? '/';
      if (/; Max-Age=0/.test(line)) jar.delete(name);
      else jar.set(name, { value, path });
    }
  }

  async function follow(where: string, options: Ask = {}): Promise<Visited> {
    const hops = [await once(where, options)];
    for (;;) {
      const last = hops.at(-1);
      if (!last) throw new Error('A visit has at least one answer');
      const location = last.headers['location'];
      if (typeof location !== 'string') return { ...last, hops };
      hops.push(await once(new URL(location, last.url).href));
    }
  }

  const submit = (path: string, fields: Readonly<Record<string, string>>, more: Headers = {}) =>
    follow(path, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        ...more,
      },
      body: new URLSearchParams(fields).toString(),
    });

  /** Picks an account on Entra’s page; without one, cancels. */
  async function choose(accounts: Visited, personId: string | undefined): Promise<Hop> {
    const body = new URLSearchParams(
      personId === undefined ? { cancel: '' } : { person: personId },
    ).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const action = new URL(`choose${new URL(accounts.url).search}`, accounts.url).href;
    return once(action, { method: 'POST', headers, body });
  }

  return {
    jar,
    once,
    visit: follow,
    submit,
    choose,

    /** Goes from the link through Entra and back; returns the page that the person then sees. */
    async signIn(token: string, personId: string, query = ''): Promise<Visited> {
      await once(`/i/${token}${query}`);
      const accounts = await follow(`/sign-in/start/${token}${query}`);
      const back = await choose(accounts, personId);
      const location = back.headers['location'];
      if (typeof location !== 'string') throw new Error(`Entra did not send the person back: ${back.text}`);
      return follow(location);
    },
  };
}

/** The browser of one person. */
export type Browser = ReturnType<typeof openBrowser>;

/** Signs in up to Entra’s answer; returns the address to which Entra sends the browser back. No person: cancelled. */
export async function chosen(
  browser: Browser,
  token: string,
  personId: string | undefined,
  query = '',
): Promise<string> {
  const accounts = await browser.visit(`/sign-in/start/${token}${query}`);
  const { headers } = await browser.choose(accounts, personId);
  return String(headers['location']);
}

/** The `Set-Cookie` lines of an answer. */
export function setCookies({ headers }: Answered): readonly string[] {
  const lines = headers['set-cookie'] ?? [];
  return typeof lines === 'string' ? [lines] : lines;
}

/** The token that the page's forms carry. */
export function formTokenOf({ text }: Answered): string {
  const [, token] = /name="formToken" value="([^"]+)"/.exec(text) ?? [];
  if (token === undefined) throw new Error(`No form on this page: ${text}`);
  return token;
}

/** What a person reads on the page, without tags and blank lines. */
export function pageText({ text }: Answered): string {
  return text
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
