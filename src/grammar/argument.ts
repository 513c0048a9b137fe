import type { Language } from '../relationship/language.ts';

/** How something is called in each language, the usual word first. */
export type Words = Readonly<Record<Language, readonly [string, ...string[]]>>;

/** How an argument is written and which input asks for it. */
export type ArgumentKind =
  | 'text'
  | 'person'
  | 'target'
  | 'domain'
  | 'country'
  | 'email'
  | 'date'
  | 'days'
  | 'day-list'
  | 'id'
  | 'number'
  | 'url'
  | 'page';

/** One thing that a command can be told. */
export type Argument = {
  readonly kind: ArgumentKind;
  readonly words: Words;
  readonly isRequired?: true;
  /** May stand without its key, in the order of the list. */
  readonly isPositional?: true;
  /** The only values, each with its words. */
  readonly choices?: Readonly<Record<string, Words>>;
  /** This many characters at most instead of the usual 500. */
  readonly longest?: number;
  /** Written over several lines in a form. */
  readonly isMultiline?: true;
  /** Said in whole sentences: a colon or a dash in them makes no key of a word that is none. */
  readonly isSentence?: true;
  /** Goes out as it was typed: quotes, dashes and line breaks mean themselves. */
  readonly isVerbatim?: true;
  /** Several values with commas between them. */
  readonly isList?: true;
  /** Can be taken away again: with `none`, or by a form in which it is left empty. */
  readonly isRemovable?: true;
  /** Never asked for in a form. */
  readonly isHidden?: true;
};

/** Whose Teams a command belongs to. */
export type Audience = 'partner' | 'customer' | 'all';

/** One thing people can ask of the bot. */
export type CommandGrammar = {
  readonly words: Words;
  readonly audience: Audience;
  readonly arguments: Readonly<Record<string, Argument>>;
  readonly example: Readonly<Record<Language, string>>;
  /** Not in Teams' command menu, which holds twelve; help shows it all the same. */
  readonly isRare?: true;
};

/** Words written as a line per language. */
export const words = (en: string, es: string): Words => ({
  en: en.split(' ') as [string, ...string[]],
  es: es.split(' ') as [string, ...string[]],
});

const CLOUDS = {
  public: words('public', 'pública publica'),
  usgov: words('usgov us-gov government', 'usgov gobierno'),
};
/** An argument that several commands have. */
export const COUNTRY = { kind: 'country', words: words('country', 'país') } as const;
/** An argument that several commands have. */
export const CLOUD = { kind: 'text', words: words('cloud', 'nube'), choices: CLOUDS } as const;
/** An argument that several commands have. */
export const LANGUAGES = { en: words('en english', 'en inglés'), es: words('es spanish', 'es español') };
/** An argument that several commands have. */
export const NAME = {
  kind: 'text',
  words: words('name', 'nombre'),
  isRequired: true,
  isPositional: true,
} as const;
/** An argument that several commands have. */
export const DOMAIN = {
  kind: 'domain',
  words: words('domain', 'dominio'),
  isRequired: true,
  isPositional: true,
} as const;
/** An argument that several commands have. */
export const ID = { kind: 'id', words: words('id', 'id'), isRequired: true, isPositional: true } as const;
/** An argument that several commands have. */
export const TARGET = {
  kind: 'target',
  words: words('of', 'de'),
  isRequired: true,
  isPositional: true,
} as const;
/** An argument that several commands have. */
export const REASON = {
  kind: 'text',
  words: words('reason', 'motivo'),
  isPositional: true,
  isSentence: true,
} as const;
/** An argument that several commands have. */
export const PAGE = { kind: 'page', words: words('page', 'página'), isHidden: true } as const;
