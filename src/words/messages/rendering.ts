import type { Language } from '../../relationship/language.ts';
import type { Template } from '../../relationship/partner.ts';
import { type Piece, type Placeholder, pieces } from './template.ts';

/** A message for the customer, as plain text and as HTML; in the HTML only the link can be clicked. */
export type Message = { readonly subject: string; readonly text: string; readonly html: string };

/** The value of each placeholder of a template. */
export type TemplateValues = Readonly<Record<Placeholder, string>>;

/**
 * Fills in a template. Values are plain text: a placeholder or markup in them has no effect. The message has the link
 * once, on a line of its own, even if the template has it twice or not at all.
 */
export function renderMessage(
  { subject, body }: Template,
  values: TemplateValues,
  language: Language,
): Message {
  const all = pieces(body);
  const at = all.findIndex((piece) => piece.kind === 'placeholder' && piece.placeholder === 'link');
  const above = filledText(at < 0 ? all : all.slice(0, at), values).trim();
  const below = afterLink(filledText(at < 0 ? [] : all.slice(at + 1), values));
  const { link } = values;
  return messageAround({ subject: renderSubject(subject, values), above, link, below }, language);
}

/** A finished message in parts: the text above the link, the link on a line of its own, the text below. */
export type Around = {
  readonly subject: string;
  readonly above: string;
  readonly link: string;
  readonly below: string;
};

/** Joins a finished message; a placeholder or markup in its text has no effect. */
export function messageAround({ subject, above, link, below }: Around, language: Language): Message {
  const parts = [
    { kind: 'words', text: above },
    { kind: 'link', text: link },
    { kind: 'words', text: below },
  ] as const;
  return messageOf(subject, parts, language);
}

/** A part of a finished message; a quotation is text that another person wrote. */
export type MessagePart = { readonly kind: 'words' | 'quotation' | 'link'; readonly text: string };

/** Joins finished parts and leaves out empty ones; a placeholder or markup in them has no effect. */
export function messageOf(subject: string, parts: readonly MessagePart[], language: Language): Message {
  const written = parts.filter(({ text }) => text !== '');
  return {
    subject: onOneLine(subject),
    text: written.map(asText).join('\n\n'),
    html: `<div lang="${language}" style="word-break:break-word">${written.map(asHtml).join('')}</div>`,
  };
}

function asText({ kind, text }: MessagePart): string {
  return kind === 'quotation' ? text.replace(/^/gm, '> ') : text;
}

function asHtml({ kind, text }: MessagePart): string {
  if (kind === 'link') return `<p>${linkHtml(text)}</p>`;
  const html = paragraphs(text).join('');
  return kind === 'quotation' ? `<blockquote type="cite">${html}</blockquote>` : html;
}

/** Fills in a subject; the result is one line. */
export function renderSubject(subject: string, values: TemplateValues): string {
  return onOneLine(filledText(pieces(subject), values));
}

function filledText(template: readonly Piece[], values: TemplateValues): string {
  return template.map((piece) => filledPiece(piece, values)).join('');
}

function filledPiece(piece: Piece, values: TemplateValues): string {
  if (piece.kind === 'words') return piece.words;
  if (piece.kind === 'unknown') return `{{${piece.name}}}`;
  // The link has its own line, and a subject has no link.
  return piece.placeholder === 'link' ? '' : onOneLine(values[piece.placeholder]);
}

/** A value that is safe in one line or in a mail’s header: without line breaks and without direction marks. */
export function onOneLine(value: string): string {
  return value
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .trim();
}

// Of `Follow {{link}}.` the full stop would be alone on its line.
function afterLink(text: string): string {
  return text.replace(/^ *[.,;:!?]*(?=\s|$)/, '').trim();
}

function paragraphs(text: string): readonly string[] {
  return text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${escapedHtml(paragraph).replaceAll('\n', '<br>')}</p>`);
}

// A preview has a text in place of the link.
function linkHtml(link: string): string {
  const shown = escapedHtml(link);
  return isOwnAddress(link) ? `<a href="${shown}" rel="noopener noreferrer">${shown}</a>` : shown;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function isOwnAddress(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { protocol, hostname, href } = new URL(link);
  // Plain http only for the sandbox, which has no certificate.
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

function escapedHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
