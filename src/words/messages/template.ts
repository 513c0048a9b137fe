import { distance } from 'fastest-levenshtein';
import { LANGUAGE_CODES, type Language } from '../../relationship/language.ts';
import type { Partner, Template } from '../../relationship/partner.ts';
import { cleanText } from '../../relationship/values/clean-text.ts';
import { say, type WordKey } from '../words.ts';

/** A value that a template leaves open until an agent invites a customer. */
export type Placeholder = 'link' | 'partner' | 'customer' | 'agent' | 'expires' | 'portal' | 'contact';

/** A piece of a template; `unknown` has the form of a placeholder, but no placeholder has its name. */
export type Piece =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'placeholder'; readonly placeholder: Placeholder }
  | { readonly kind: 'unknown'; readonly name: string };

/** Why a template cannot be used; `near` is the placeholder that was probably meant. */
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

type PlaceholderFacts = {
  /** Where the catalogues have its names, with commas between them. */
  readonly names: WordKey;
  /** How many bytes of a card its value takes at worst. */
  readonly longest: number;
};

const FACTS: Readonly<Record<Placeholder, PlaceholderFacts>> = {
  link: { names: 'template.name-link', longest: 400 },
  partner: { names: 'template.name-partner', longest: 360 },
  customer: { names: 'template.name-customer', longest: 360 },
  agent: { names: 'template.name-agent', longest: 360 },
  expires: { names: 'template.name-expires', longest: 60 },
  portal: { names: 'template.name-portal', longest: 60 },
  contact: { names: 'template.name-contact', longest: 360 },
};

/** Every placeholder; the link, which every text needs, is the first. */
export const PLACEHOLDERS = Object.keys(FACTS) as readonly Placeholder[];

// The names of every language are understood in a text of any language.
const BY_NAME: ReadonlyMap<string, Placeholder> = new Map(
  PLACEHOLDERS.flatMap((placeholder) => {
    const names = LANGUAGE_CODES.flatMap((language) => placeholderNames(language, placeholder));
    return names.map((name) => [foldedName(name), placeholder] as const);
  }),
);

function placeholderNames(language: Language, placeholder: Placeholder): readonly string[] {
  return say(language, FACTS[placeholder].names).split(', ');
}

/** How many characters the subject of a template may have. */
export const LONGEST_SUBJECT = 200;
/** How many characters the text of a template may have. */
export const LONGEST_BODY = 4000;
// A card of 24 KB shows the text twice, as it is written and as it is read.
const LONGEST_FILLED = 7500;

/** A placeholder under the first of its names in this language: `{{link}}`. */
export function placeholderIn(language: Language, placeholder: Placeholder): string {
  const [name] = placeholderNames(language, placeholder);
  return `{{${name}}}`;
}

/** The template of a partner that has none of its own, with placeholders under this language’s names. */
export function builtInTemplate(language: Language): Template {
  const signs = PLACEHOLDERS.map((placeholder) => [placeholder, placeholderIn(language, placeholder)]);
  const values: Record<Placeholder, string> = Object.fromEntries(signs);
  return { subject: say(language, 'letter.subject', values), body: say(language, 'letter.body', values) };
}

/** The partner’s own template, or the built-in one where the partner has none that can be used. */
export function templateOf({ templates }: Partner, language: Language): Template {
  const own = templates?.[language];
  return own && checkTemplate(own).length === 0 ? own : builtInTemplate(language);
}

/** The template as the store keeps it: without invisible characters and without blanks at the end of lines. */
export function cleanTemplate({ subject, body }: Template): Template {
  return { subject: cleanText(subject), body: cleanText(body) };
}

/** The pieces of a text, in their order; together they are the whole text. */
export function pieces(text: string): readonly Piece[] {
  // Splitting at a group gives words and names in turn.
  return text
    .split(/\{\{([^{}\n]*)\}\}/)
    .map((piece, at) => (at % 2 === 0 ? { kind: 'words', words: piece } : placeholderPiece(piece)));
}

function placeholderPiece(written: string): Piece {
  const placeholder = BY_NAME.get(foldedName(written));
  return placeholder ? { kind: 'placeholder', placeholder } : { kind: 'unknown', name: written.trim() };
}

function foldedName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim();
}

/** Every problem of a template; none when it can be used. */
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

// In bytes of JSON, because a card is sent as JSON.
function filled(text: readonly Piece[]): number {
  const sizes = text.map((piece) => {
    if (piece.kind === 'placeholder') return FACTS[piece.placeholder].longest;
    return Buffer.byteLength(JSON.stringify(piece.kind === 'words' ? piece.words : piece.name)) - 2;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

// A card has no room for more.
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
  const wanted = foldedName(name);
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
