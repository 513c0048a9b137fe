import fc, { type GeneratorValue } from 'fast-check';
import type { Argument } from '../../../src/grammar/argument.ts';
import { COMMANDS, type CommandName } from '../../../src/grammar/commands/table.ts';
import { everyWord } from '../../../src/grammar/lexicon.ts';
import { request } from '../../../src/grammar/understand.ts';
import { type MeantValue, meantValue } from './meant-values.ts';
import { anySpelling, blank, marked, oneOf, quoted } from './spelling.ts';

/** A command, the values that are meant, the message in which a person writes them, and what the person left out. */
export type MeantLine = {
  readonly command: CommandName;
  readonly meant: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
  readonly text: string;
  /** The names of the people whom the text mentions as `<at>Name</at>`. */
  readonly mentioned: readonly string[];
};

/** The bot's name in a mention. */
export const BOT = 'Vínculo';

type Part = { readonly name: string; readonly argument: Argument; readonly value: MeantValue };
type Written = { readonly text: string; readonly isOpenText: boolean; readonly mentions?: string };

/** Draws a command and a way to write it. */
export function meantLine(draw: GeneratorValue, among = COMMANDS): MeantLine {
  const [command, { words, arguments: known }] = oneOf(draw, among);
  const all = partsOf(draw, command, Object.entries(known));
  const required = all.filter(({ argument }) => argument.isRequired).map(({ name }) => name);
  const isWhole = required.length === 0 || draw(fc.integer, { min: 0, max: 4 }) > 0;
  const missing = isWhole ? [] : draw(fc.subarray, required, { minLength: 1 });
  const said = all.filter(({ name }) => !missing.includes(name));
  const verb = oneOf(draw, everyWord(words));
  const parts = [
    { text: marked(draw, anySpelling(draw, verb)), isOpenText: verb === '?' },
    ...arranged(draw, said, { isWhole, known: Object.entries(known) }),
  ];
  const mentioned = parts.flatMap(({ mentions }: Written) => (mentions === undefined ? [] : [mentions]));
  return { command, meant: meantOf(all), missing, text: addressed(draw, joined(draw, parts)), mentioned };
}

const meantOf = (parts: readonly Part[]) => {
  return Object.fromEntries(parts.map(({ name, value }) => [name, value.meant]));
};

// Some of the arguments, or all of them where a part is no complete request.
function partsOf(draw: GeneratorValue, command: CommandName, known: readonly [string, Argument][]): Part[] {
  const all = known.map(([name, argument]) => {
    return { name, argument, value: meantValue(draw, `${command}.${name}`, argument) };
  });
  const some = all.filter(({ argument }) => argument.isRequired || draw(fc.boolean));
  return request(command, meantOf(some)).type === 'form' ? all : some;
}

type Context = { readonly isWhole: boolean; readonly known: readonly [string, Argument][] };

function arranged(draw: GeneratorValue, said: readonly Part[], { isWhole, known }: Context): Written[] {
  const isLoose = new Set(
    said.filter(({ argument, value }) => {
      // Where an argument is missing, words without a key might take its place.
      const canBeLoose = isWhole || !(value.isText || value.needsQuotes || argument.kind === 'person');
      return argument.isPositional && canBeLoose && draw(fc.integer, { min: 0, max: 3 }) > 0;
    }),
  );
  const loose = said.filter((part) => isLoose.has(part)).map((part) => withoutKey(draw, part, isWhole));
  const withKeys = said.filter((part) => !isLoose.has(part));
  // Where the command expects no more words without a key, text needs no quotes.
  const names = withKeys.map(({ name }) => name);
  const mayRunOn = known.every(([name, argument]) => !awaitsText(argument) || names.includes(name));
  const keyed = withKeys.map((part) => withKey(draw, part, mayRunOn));
  // Only their order tells quoted words and people apart.
  const isOrdered = loose.some(({ isShaped }) => !isShaped);
  const inOrder = isOrdered ? loose : draw(fc.shuffledSubarray, loose, { minLength: loose.length });
  return keyed.reduce<Written[]>(
    (line, part) => {
      const at = draw(fc.nat, { max: line.length });
      return [...line.slice(0, at), part, ...line.slice(at)];
    },
    [...inOrder],
  );
}

function withoutKey(draw: GeneratorValue, { argument, value }: Part, isWhole: boolean) {
  const isPerson = argument.kind === 'person';
  const isBare = !value.needsQuotes && (!isWhole || draw(fc.boolean));
  return { ...writtenValue(draw, { argument, value }, isBare), isShaped: isBare && !isPerson };
}

function awaitsText({ kind, choices, isPositional }: Argument): boolean {
  return isPositional === true && !choices && ['text', 'target', 'person'].includes(kind);
}

function withKey(draw: GeneratorValue, { argument, value }: Part, mayRunOn: boolean): Written {
  const { words, kind, isList } = argument;
  const key = marked(draw, anySpelling(draw, oneOf(draw, everyWord(words))));
  const isWordy = kind === 'days' || kind === 'country' || isList || (value.isText && mayRunOn);
  const isBare =
    !value.needsQuotes && !value.isSentence && (isWordy || !/\s/.test(value.written)) && draw(fc.boolean);
  const { text, ...rest } = writtenValue(draw, { argument, value }, isBare);
  return {
    ...rest,
    text: oneOf(draw, KEYED).replace(/[kv]/g, (letter) => (letter === 'k' ? key : text)),
  };
}

const DASHES = ['--', '–', '—', '-', '−', '––'];
const KEYED = [
  ...['k:v', 'k:v', 'k: v', 'k=v', 'k:\u00a0v', 'k:\nv'],
  ...DASHES.flatMap((dash) => [`${dash}k v`, `${dash}k:v`, `${dash}k=v`]),
];

function writtenValue(
  draw: GeneratorValue,
  { argument, value }: Omit<Part, 'name'>,
  isBare: boolean,
): Written {
  const { written, isText = false } = value;
  const { isVerbatim = false, isList = false, kind } = argument;
  const name = written.slice(1);
  if (kind === 'person' && draw(fc.boolean))
    return { text: mention(name), isOpenText: false, mentions: name };
  const text = isBare ? written : quoted(draw, written);
  const isOpenText = isBare && isText;
  const comma = isVerbatim || (isBare && isList) ? '' : oneOf(draw, ['', '', '', ',', ';']);
  return { text: `${isVerbatim ? text : marked(draw, text)}${comma}`, isOpenText };
}

const mention = (name: string) => `<at>${name}</at>`;

const ATTACHED = ['', '', '.', '!', '?', '…', '!!', ')', '🙏', ' .', ' !'];
const APART = ['', '', ' 👍', ' 👩‍💻👍🏽', '\n🙂', ' ❤️ 🇪🇸', '\n', ' \u200f'];

function joined(draw: GeneratorValue, parts: readonly Written[]): string {
  const line = parts.map(({ text }) => text).reduce((so, text) => `${so}${blank(draw)}${text}`);
  const attached = parts.at(-1)?.isOpenText ? '' : oneOf(draw, ATTACHED);
  return `${line}${attached}${oneOf(draw, APART)}`;
}

// In a channel the mention comes first. A person may also put it last, or type the name where a mention is impossible.
function addressed(draw: GeneratorValue, line: string): string {
  const ways = [
    line,
    `${mention(BOT)} ${line}`,
    `${mention(BOT)}\u00a0${line}`,
    `${line} ${mention(BOT)}`,
    `@${BOT} ${line}`,
  ];
  return oneOf(draw, ways);
}

/** The mentions that Teams sends beside the text. `idOf`: the id of the person with this name. */
export function mentionsOf({ text, mentioned }: MeantLine, idOf: (name: string) => string) {
  const names = text.includes(mention(BOT)) ? [BOT, ...mentioned] : mentioned;
  return names.map((name) => ({
    type: 'mention' as const,
    text: mention(name),
    mentioned: { id: idOf(name), name },
  }));
}
