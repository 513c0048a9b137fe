import { type HttpRequest, type StandInAnswer, serve } from '../http-server.ts';
import type { MailServer } from './mail-server.ts';
import { htmlPart, listPage, mailPage } from './mailbox-page.ts';

/** Serves the page on which caught mails can be read, to this computer only, until `stop`. */
export async function startMailbox({ server, port }: { server: MailServer; port: number }) {
  const { stop } = await serve({ port, bodyLimit: 0, answer: (request) => answer(request, server) });
  return { url: `http://localhost:${port}`, stop };
}

// The page shows words that other people wrote, so it may do only what this policy names.
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'";
// A mail runs no script and loads nothing, as in a careful mail program; its links open in a new window.
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox";

async function answer({ method, url }: HttpRequest, server: MailServer): Promise<StandInAnswer> {
  if (method !== 'GET' && method !== 'HEAD') return html(405, 'Only to be looked at', PAGE_POLICY);
  if (url.pathname === '/') return html(200, listPage(await server.mails()), PAGE_POLICY);
  const [, name = '', part] = /^\/([^/]+)(\/html)?$/.exec(url.pathname) ?? [];
  const caught = await server.mail(name);
  if (!caught) return html(404, 'There is no such mail', PAGE_POLICY);
  return part ? html(200, htmlPart(caught), MAIL_POLICY) : html(200, mailPage(caught), PAGE_POLICY);
}

function html(status: number, body: string, policy: string): StandInAnswer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  return { status, headers, body };
}
