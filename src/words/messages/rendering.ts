import type { Language } from '../../relationship/language.ts';
import type { Template } from '../../relationship/partner.ts';
import { type Piece, type Placeholder, pieces } from './template.ts';

/** A message as it goes to the customer: as plain text, and as HTML of which only the link can be clicked. */
export type Message = { readonly subject: string; readonly text: string; readonly html: string };

/** What a template is filled in with. */
export type Values = Readonly<Record<Placeholder, string>>;

/**
 * The template filled in. Values are plain text: nothing in them is a placeholder or markup. The link stands in it once,
 * on a line of its own, whatever the template holds.
 */
export function renderMessage({ subject, body }: Template, values: Values, language: Language): Message {
  const all = pieces(body);
  const at = all.findIndex((piece) => piece.kind === 'placeholder' && piece.placeholder === 'link');
  const above = fill(at < 0 ? all : all.slice(0, at), values).trim();
  const below = afterLink(fill(at < 0 ? [] : all.slice(at + 1), values));
  const { link } = values;
  return messageAround({ subject: renderSubject(subject, values), above, link, below }, language);
}

/** A finished text above and below a link that stands on a line of its own. */
export type Around = {
  readonly subject: string;
  readonly above: string;
  readonly link: string;
  readonly below: string;
};

/** A message of a finished text: nothing in it is a placeholder or markup. */
export function messageAround({ subject, above, link, below }: Around, language: Language): Message {
  const parts = [
    { kind: 'words', text: above },
    { kind: 'link', text: link },
    { kind: 'words', text: below },
  ] as const;
  return messageOf(subject, parts, language);
}

/** A part of a finished message; what somebody else wrote stands in it as a quotation. */
export type Part = { readonly kind: 'words' | 'quotation' | 'link'; readonly text: string };

/** A message of finished parts, those without text left out: nothing in them is a placeholder or markup. */
export function messageOf(subject: string, parts: readonly Part[], language: Language): Message {
  const written = parts.filter(({ text }) => text !== '');
  return {
    subject: onOneLine(subject),
    text: written.map(asText).join('\n\n'),
    html: `<div lang="${language}" style="word-break:break-word">${written.map(asHtml).join('')}</div>`,
  };
}

function asText({ kind, text }: Part): string {
  return kind === 'quotation' ? text.replace(/^/gm, '> ') : text;
}

function asHtml({ kind, text }: Part): string {
  if (kind === 'link') return `<p>${anchor(text)}</p>`;
  const html = paragraphs(text).join('');
  return kind === 'quotation' ? `<blockquote type="cite">${html}</blockquote>` : html;
}

/** The subject filled in, on one line. */
export function renderSubject(subject: string, values: Values): string {
  return onOneLine(fill(pieces(subject), values));
}

function fill(template: readonly Piece[], values: Values): string {
  return template.map((piece) => filledIn(piece, values)).join('');
}

function filledIn(piece: Piece, values: Values): string {
  if (piece.kind === 'words') return piece.words;
  if (piece.kind === 'unknown') return `{{${piece.name}}}`;
  // A second link would be one too many, and a subject has none.
  return piece.placeholder === 'link' ? '' : onOneLine(values[piece.placeholder]);
}

/** A name as it may stand in a line, or in a header of a mail: nothing in it begins another, or turns it around. */
export function onOneLine(value: string): string {
  return value
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .trim();
}

// `Follow {{link}}.`: the full stop would stand alone on its line.
function afterLink(text: string): string {
  return text.replace(/^ *[.,;:!?]*(?=\s|$)/, '').trim();
}

function paragraphs(text: string): readonly string[] {
  return text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${escaped(paragraph).replaceAll('\n', '<br>')}</p>`);
}

// What does not lead to us is a text like any other, such as the example of a preview.
function anchor(link: string): string {
  const shown = escaped(link);
  return isAddress(link) ? `<a href="${shown}" rel="noopener noreferrer">${shown}</a>` : shown;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function isAddress(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, hostname, href } = new URL(link);
  // The sandbox has no certificate.
  const isOurs = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
  return isOurs && href === link;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
