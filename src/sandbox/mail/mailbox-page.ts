import type { AddressObject, ParsedMail } from 'mailparser';
import type { CaughtMail } from './mail-server.ts';

/** The page that lists these mails in their order; it reloads itself every 3 seconds. */
export function listPage(mails: readonly CaughtMail[]): string {
  const rows = mails.map(({ name, mail }) => {
    const at = mail.date ? `<time>${escaped(mail.date.toUTCString())}</time>` : '';
    const who = `<span>${escaped(people(mail.to))}</span>`;
    return `<li><a href="/${name}"><strong>${escaped(mail.subject ?? '')}</strong>${who}${at}</a></li>`;
  });
  const none = '<p class="quiet">No mail yet. “Send by e-mail” on an invitation’s card sends one.</p>';
  const list = rows.length === 0 ? none : `<ul>${rows.join('')}</ul>`;
  return mailboxPage('Mailbox', `<meta http-equiv="refresh" content="3">`, `<h1>Mailbox</h1>${list}${INTRO}`);
}

/** The page of one mail: first its HTML, then its plain text, then its headers. */
export function mailPage({ name, mail }: CaughtMail): string {
  const facts = [
    ['From', people(mail.from)],
    ['To', people(mail.to)],
  ];
  const rows = facts.map(([label = '', value = '']) => `<dt>${label}</dt><dd>${escaped(value)}</dd>`);
  const subject = mail.subject ?? '';
  return mailboxPage(
    subject,
    '',
    `<p><a href="/">Mailbox</a></p><h1>${escaped(subject)}</h1><dl>${rows.join('')}</dl>
<iframe title="The mail as HTML" src="/${name}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<h2>As plain text</h2>
<pre>${linked(mail.text ?? '')}</pre>
<details><summary>Headers</summary><pre>${escaped(headers(mail))}</pre></details>`,
  );
}

/** The mail's HTML alone; its links open in a new window. */
export function htmlPart({ mail }: CaughtMail): string {
  const style = '<style>body{font:1rem/1.5 system-ui,sans-serif;margin:1rem;overflow-wrap:anywhere}</style>';
  return `<!doctype html><base target="_blank">${style}${mail.html || ''}`;
}

const INTRO =
  '<p class="quiet">Every mail that Vínculo sends ends up here, whoever it is addressed to. Nothing leaves this computer.</p>';

const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;
padding:0 1rem;overflow-wrap:anywhere}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}ul{list-style:none;padding:0}
li a{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.75rem;border:1px solid GrayText;border-radius:.5rem;margin-bottom:.5rem;
text-decoration:none;color:inherit}li strong{flex-basis:100%}li span,time,.quiet{opacity:.75}dl{display:grid;
grid-template-columns:auto 1fr;gap:.25rem 1rem}dd{margin:0}iframe,pre{box-sizing:border-box;width:100%;border:1px solid GrayText;
border-radius:.5rem}iframe{height:26rem;background:white;color-scheme:light}pre{padding:1rem;white-space:pre-wrap}`;

function mailboxPage(title: string, head: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>${head}<style>${STYLE}</style></head><body>${body}</body></html>`;
}

function people(addresses: AddressObject | AddressObject[] | undefined): string {
  return [addresses ?? []]
    .flat()
    .map(({ text }) => text)
    .join(', ');
}

function headers({ headerLines }: ParsedMail): string {
  return headerLines.map(({ line }) => line).join('\n');
}

// Web addresses in plain text become links, as in a mail program.
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, at) => (at % 2 === 0 ? escaped(part) : anchor(escaped(part))))
    .join('');
}

function anchor(url: string): string {
  return `<a href="${url}" target="_blank" rel="noopener noreferrer">${url}</a>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
