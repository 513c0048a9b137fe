import type { WordsByLanguage } from './lexicon.ts';
import type { ArgumentKind, ValueOfKind } from './values.ts';

/** One argument of a command, as the table of commands has it; its words are in `words/`. */
export type ArgumentEntry = {
  readonly kind: ArgumentKind;
  readonly isRequired?: true;
  /** Needs no key: values without keys go to such arguments, in the order of the table. */
  readonly isPositional?: true;
  /** The only values. */
  readonly choices?: readonly string[];
  /** The value where none is given. */
  readonly default?: string | number;
  /** The most characters; 500 where it is absent. */
  readonly longest?: number;
  /** The smallest and the largest number. */
  readonly range?: readonly [least: number, most: number];
  /** Its input in a form has several lines. */
  readonly isMultiline?: true;
  /** Consists of whole sentences: a word before a colon or behind a dash is a key only if the command has that key. */
  readonly isSentence?: true;
  /** Is kept as typed: quotes, dashes and line breaks stay as they are. */
  readonly isVerbatim?: true;
  /** Holds several values with commas between them. */
  readonly isList?: true;
  /** Can be removed: with `none`, or with an empty input of a form. */
  readonly isRemovable?: true;
  /** Has no input in a form. */
  readonly isHidden?: true;
};

/** An argument with its words in every language. */
export type Argument = Omit<ArgumentEntry, 'choices'> & {
  readonly words: WordsByLanguage;
  readonly choices?: Readonly<Record<string, WordsByLanguage>>;
};

type ValueOf<Entry extends ArgumentEntry> =
  | (Entry extends { readonly choices: readonly (infer Choice)[] } ? Choice : ValueOfKind<Entry['kind']>)
  | (Entry extends { readonly isRemovable: true } ? null : never);

type AlwaysThere = { readonly isRequired: true } | { readonly default: string | number };

/** The checked values of a command’s arguments; null removes what was set before. */
export type ValuesOf<Entries extends Readonly<Record<string, ArgumentEntry>>> = {
  readonly [Name in keyof Entries as Entries[Name] extends AlwaysThere ? Name : never]: ValueOf<
    Entries[Name]
  >;
} & {
  readonly [Name in keyof Entries as Entries[Name] extends AlwaysThere ? never : Name]?: ValueOf<
    Entries[Name]
  >;
};

/** What is wrong with one argument; `unknown`: the command has no argument with this key. */
export type ArgumentProblem = { readonly argument: string; readonly kind: 'missing' | 'invalid' | 'unknown' };
