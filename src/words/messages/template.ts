import { distance } from 'fastest-levenshtein';
import type { Language, Partner, Template } from '../../relationship/partner.ts';
import { cleanText } from '../../relationship/values/clean-text.ts';
import { say } from '../words.ts';

/** What a template leaves open until somebody is invited. */
export type Placeholder = 'link' | 'partner' | 'customer' | 'agent' | 'expires' | 'portal' | 'contact';

/** A piece of a template: words, a placeholder, or the name of one that there is not. */
export type Piece =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'placeholder'; readonly placeholder: Placeholder }
  | { readonly kind: 'unknown'; readonly name: string };

/** Why a template cannot be used. */
export type TemplateProblem =
  | {
      readonly code:
        | 'link-missing'
        | 'link-twice'
        | 'link-in-subject'
        | 'subject-empty'
        | 'subject-lines'
        | 'filled-too-long';
    }
  | { readonly code: 'subject-too-long' | 'body-too-long'; readonly most: number }
  | { readonly code: 'unknown-placeholder'; readonly name: string; readonly near?: Placeholder }
  | { readonly code: 'unclosed'; readonly excerpt: string };

type Named = {
  readonly names: Readonly<Record<Language, readonly [string, ...string[]]>>;
  /** How many bytes of a card its value takes at worst. */
  readonly longest: number;
};

// The first name is the one that we write; all of them are understood in a text of any language.
const NAMED: Readonly<Record<Placeholder, Named>> = {
  link: { names: { en: ['link'], es: ['vínculo', 'enlace'] }, longest: 400 },
  partner: { names: { en: ['partner'], es: ['partner'] }, longest: 360 },
  customer: { names: { en: ['customer'], es: ['cliente'] }, longest: 360 },
  agent: { names: { en: ['agent'], es: ['agente'] }, longest: 360 },
  expires: { names: { en: ['expires'], es: ['vence', 'caduca'] }, longest: 60 },
  portal: { names: { en: ['portal'], es: ['portal'] }, longest: 60 },
  contact: { names: { en: ['contact'], es: ['contacto'] }, longest: 360 },
};

/** Every placeholder, the one that may not be lost first. */
export const PLACEHOLDERS = Object.keys(NAMED) as readonly Placeholder[];

const BY_NAME: ReadonlyMap<string, Placeholder> = new Map(
  PLACEHOLDERS.flatMap((placeholder) => {
    const { en, es } = NAMED[placeholder].names;
    return [...en, ...es].map((name) => [folded(name), placeholder] as const);
  }),
);

/** How many characters the subject of a template may have. */
export const LONGEST_SUBJECT = 200;
/** How many characters the text of a template may have. */
export const LONGEST_BODY = 4000;
// A card of 24 KB shows the text twice, as it is written and as it is read.
const LONGEST_FILLED = 7500;

/** A placeholder as it is written in a text of this language. */
export function placeholderIn(language: Language, placeholder: Placeholder): string {
  return `{{${NAMED[placeholder].names[language][0]}}}`;
}

/** The text of those who have none of their own, with its placeholders. */
export function builtInTemplate(language: Language): Template {
  const signs = PLACEHOLDERS.map((placeholder) => [placeholder, placeholderIn(language, placeholder)]);
  const values: Record<Placeholder, string> = Object.fromEntries(signs);
  return { subject: say(language, 'letter.subject', values), body: say(language, 'letter.body', values) };
}

/** The partner's own text, or the built-in one; whatever was stored, never one without its link. */
export function templateOf({ templates }: Partner, language: Language): Template {
  const own = templates?.[language];
  return own && checkTemplate(own).length === 0 ? own : builtInTemplate(language);
}

/** The template as it is kept: without marks that nobody sees, and without blanks at the end of lines. */
export function cleanTemplate({ subject, body }: Template): Template {
  return { subject: cleanText(subject), body: cleanText(body) };
}

/** The words and placeholders of a text, in their order. */
export function pieces(text: string): readonly Piece[] {
  // What is split off by a group takes turns with what stands between.
  return text
    .split(/\{\{([^{}\n]*)\}\}/)
    .map((piece, at) => (at % 2 === 0 ? { kind: 'words', words: piece } : named(piece)));
}

function named(written: string): Piece {
  const placeholder = BY_NAME.get(folded(written));
  return placeholder ? { kind: 'placeholder', placeholder } : { kind: 'unknown', name: written.trim() };
}

function folded(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim();
}

/** Everything for which a template cannot be used; nothing when it can. */
export function checkTemplate({ subject, body }: Template): readonly TemplateProblem[] {
  const [above, below] = [pieces(subject), pieces(body)];
  return [
    ...subjectProblems(subject, above),
    ...bodyProblems(body, below),
    ...unknownOnes([...above, ...below]),
    ...unclosed([...above, ...below]),
  ];
}

function subjectProblems(subject: string, above: readonly Piece[]): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  if (subject.trim() === '') problems.push({ code: 'subject-empty' });
  if (subject.includes('\n')) problems.push({ code: 'subject-lines' });
  if (subject.length > LONGEST_SUBJECT) problems.push({ code: 'subject-too-long', most: LONGEST_SUBJECT });
  if (links(above) > 0) problems.push({ code: 'link-in-subject' });
  return problems;
}

function bodyProblems(body: string, below: readonly Piece[]): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  if (links(below) === 0) problems.push({ code: 'link-missing' });
  if (links(below) > 1) problems.push({ code: 'link-twice' });
  if (body.length > LONGEST_BODY) problems.push({ code: 'body-too-long', most: LONGEST_BODY });
  else if (filled(below) > LONGEST_FILLED) problems.push({ code: 'filled-too-long' });
  return problems;
}

function links(text: readonly Piece[]): number {
  return text.filter((piece) => piece.kind === 'placeholder' && piece.placeholder === 'link').length;
}

// In bytes of JSON, as which a card travels.
function filled(text: readonly Piece[]): number {
  const sizes = text.map((piece) => {
    if (piece.kind === 'placeholder') return NAMED[piece.placeholder].longest;
    return Buffer.byteLength(JSON.stringify(piece.kind === 'words' ? piece.words : piece.name)) - 2;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

// Enough to mend a text by; a card has no room for thousands.
const MOST_UNKNOWN = 8;
const LONGEST_NAME = 40;
const FARTHEST = 2;

function unknownOnes(text: readonly Piece[]): TemplateProblem[] {
  const names = text.flatMap((piece) =>
    piece.kind === 'unknown' ? [piece.name.slice(0, LONGEST_NAME)] : [],
  );
  return [...new Set(names)].slice(0, MOST_UNKNOWN).map((name) => {
    const near = nearestTo(name);
    return { code: 'unknown-placeholder', name, ...(near === undefined ? {} : { near }) };
  });
}

function nearestTo(name: string): Placeholder | undefined {
  const wanted = folded(name);
  const [best] = [...BY_NAME]
    .map(([one, placeholder]) => ({ placeholder, far: distance(wanted, one) }))
    .sort((one, other) => one.far - other.far);
  return best && best.far <= FARTHEST && best.far < wanted.length ? best.placeholder : undefined;
}

const EXCERPT = 20;

function unclosed(text: readonly Piece[]): TemplateProblem[] {
  for (const piece of text) {
    if (piece.kind !== 'words') continue;
    const at = piece.words.search(/\{\{|\}\}/);
    const [excerpt = ''] = piece.words.slice(Math.max(at, 0), at + EXCERPT).split('\n');
    if (at >= 0) return [{ code: 'unclosed', excerpt }];
  }
  return [];
}
