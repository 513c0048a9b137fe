import { withoutPiles } from '../../relationship/values/clean-text.ts';

// Keyboards, word processors and chats change what a person types; the grammar ignores most of these changes.

// A joiner inside an emoji makes one picture of several: 👩‍👧.
const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\p{Cs}]|\u200D(?!\p{Extended_Pictographic})/gu;
const EMOJI =
  /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\uFE0F|\u200D|\u20E3|[\u{E0020}-\u{E007F}])$/u;
const TRAILING = '.!?,;:…"\')]>';
const LEADING = '¡¿"\'([<';
const SEPARATING = ',;';

/** The text without invisible characters and without piles of accents. */
export function visible(text: string): string {
  return withoutPiles(text.normalize('NFC').replace(INVISIBLE, ''));
}

/** The text with plain quotes, dashes and blanks instead of those of word processors, and nothing invisible. */
export function plainText(text: string): string {
  return visible(text)
    .replace(/[“”„‟«»″＂]/g, '"')
    .replace(/[‘’‚‛‹›]/g, "'")
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\p{Cc}|\p{Z}/gu, ' ')
    .trim();
}

/** The form in which words are compared: lower case, without accents and without punctuation around it. */
export function fold(text: string): string {
  return unpunctuated(
    text
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase(),
  );
}

/** The word without punctuation around it and without emoji at its end. */
export function unpunctuated(word: string): string {
  return trimmed(
    word,
    (char) => LEADING.includes(char),
    (char) => TRAILING.includes(char) || EMOJI.test(char),
  );
}

/** Whether the word consists of emoji. */
export const isEmoji = (word: string): boolean => word !== '' && [...word].every((char) => EMOJI.test(char));

/** The words without commas and semicolons at both ends. */
export function unseparated(words: string): string {
  const isSeparating = (char: string) => SEPARATING.includes(char);
  return trimmed(words, isSeparating, isSeparating).trim();
}

// Not by a pattern: one that is anchored at the end starts again at every character, which takes quadratic time.
function trimmed(text: string, leads: (char: string) => boolean, trails: (char: string) => boolean): string {
  const chars = [...text];
  let [start, end] = [0, chars.length];
  while (start < end && leads(chars[start] ?? '')) start++;
  while (end > start && trails(chars[end - 1] ?? '')) end--;
  return chars.slice(start, end).join('');
}
