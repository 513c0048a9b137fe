import type { Argument } from '../argument.ts';
import { choiceOf } from '../commands/table.ts';
import { DAYS_PHRASE, READ } from '../values.ts';
import { plainText, unpunctuated } from './plain-text.ts';
import type { Token } from './tokenise.ts';

/** How many of the words that follow a key belong to its value. */
export function valueLength(argument: Argument | undefined, keyed: Token, others: readonly Token[]): number {
  const isOpen = keyed.value === '' && !keyed.isQuoted;
  const [begins, follow, length] = isOpen ? [others[0], others.slice(1), 1] : [keyed, others, 0];
  if (!begins || (isOpen && begins.key !== undefined)) return 0;
  return begins.isQuoted || !argument ? length : length + continued(argument, begins.value, follow);
}

/** How many of the words that follow belong to a value that has begun: `14 days`, `United Kingdom`, `3, 6`. */
export function continued(argument: Argument, first: string, others: readonly Token[]): number {
  const end = others.findIndex(({ key, isQuoted }) => key !== undefined || isQuoted);
  const follow = others.slice(0, end < 0 ? undefined : end).map(({ value }) => plainText(value));
  const [begins, next] = [plainText(first), follow[0]];
  if (next === undefined) return 0;
  if (argument.choices) return choiceOf(argument, `${begins} ${next}`) === undefined ? 0 : 1;
  if (argument.kind === 'days') return DAYS_PHRASE.test(`${begins} ${unpunctuated(next)}`) ? 1 : 0;
  if (argument.kind === 'country') return countryLength(begins, follow);
  return argument.isList ? listLength([begins, ...follow]) : 0;
}

// The longest name counts: `Guinea Ecuatorial` begins with the name of another country.
function countryLength(begins: string, follow: readonly string[]): number {
  const lengths = follow.map((_, at) => follow.length - at);
  const isCountry = (length: number) => {
    return READ.country(unpunctuated([begins, ...follow.slice(0, length)].join(' '))) !== undefined;
  };
  return lengths.find(isCountry) ?? 0;
}

function listLength(words: readonly string[]): number {
  const last = words.findIndex((word, at) => !/[,;]$/.test(word) && !/^[,;]/.test(words[at + 1] ?? ''));
  return (last < 0 ? words.length : last + 1) - 1;
}
