import type { AlertTopic } from '../relationship/event.ts';
import { LANGUAGE_CODES, type Language } from '../relationship/language.ts';

/** The words for one thing in each language; help, forms and examples use the first. */
export type WordsByLanguage = Readonly<Record<Language, readonly [string, ...string[]]>>;

/** Words that belong to no command. */
export type SmallWords = {
  readonly greetings: string;
  readonly thanks: string;
  /** What joins the last two of a list. */
  readonly and: string;
  /** What takes a setting away. */
  readonly none: string;
  /** What follows a number of days. */
  readonly dayUnits: string;
  readonly topics: Readonly<Record<AlertTopic, string>>;
};

/** One command’s words. */
export type CommandWords = {
  readonly verbs: string;
  readonly example: string;
  /** The keys of its arguments. */
  readonly keys: Readonly<Record<string, string>>;
};

// A file of `words/` is checked against the table of commands where it is written, as `LanguageWords`.
type WordFile = SmallWords & {
  readonly commands: Readonly<Record<string, CommandWords>>;
  readonly choices: Readonly<Record<string, string>>;
};

const lexicon = new Map(
  await Promise.all(LANGUAGE_CODES.map(async (language) => [language, await wordsOf(language)] as const)),
);

async function wordsOf(language: Language): Promise<WordFile> {
  const { WORDS }: { WORDS: WordFile } = await import(`./words/${language}.ts`);
  return WORDS;
}

/** Reads one entry of every language’s file; a file that lacks the entry is a fault. */
export function inEachLanguage(
  entryOf: (file: WordFile) => string | undefined,
): Readonly<Record<Language, string>> {
  const entries = [...lexicon].map(([language, file]) => {
    const entry = entryOf(file);
    if (entry === undefined) throw new Error(`The words of ${language} are incomplete`);
    return [language, entry] as const;
  });
  return Object.fromEntries(entries) as Record<Language, string>;
}

/** The words of one entry in each language. */
export function wordsFor(entryOf: (file: WordFile) => string | undefined): WordsByLanguage {
  const entries = Object.entries(inEachLanguage(entryOf)).map(([language, entry]) => [
    language,
    entry.split(' '),
  ]);
  return Object.fromEntries(entries) as WordsByLanguage;
}

/** Words of all languages in one list. */
export const everyWord = (words: WordsByLanguage): readonly string[] => Object.values(words).flat();
