import { withoutPiles } from '../../relationship/values/clean-text.ts';

// What keyboards, word processors and chats put into a line, and what of it means nothing to the grammar.

// A joiner inside an emoji makes one picture of several: 👩‍👧.
const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\p{Cs}]|\u200D(?!\p{Extended_Pictographic})/gu;
const EMOJI =
  /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\uFE0F|\u200D|\u20E3|[\u{E0020}-\u{E007F}])$/u;
const TRAILING = '.!?,;:…"\')]>';
const LEADING = '¡¿"\'([<';
const SEPARATING = ',;';

/** The text as it was typed, but for marks that nobody sees. */
export function visible(text: string): string {
  return withoutPiles(text.normalize('NFC').replace(INVISIBLE, ''));
}

/** The text with the quotes, dashes and blanks of word processors and chats made plain, and nothing invisible. */
export function plain(text: string): string {
  return visible(text)
    .replace(/[“”„‟«»″＂]/g, '"')
    .replace(/[‘’‚‛‹›]/g, "'")
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\p{Cc}|\p{Z}/gu, ' ')
    .trim();
}

/** A word as it is compared: lower case, without accents and what surrounds it. */
export function fold(text: string): string {
  return unpunctuated(
    text
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase(),
  );
}

/** A word without the punctuation of the sentence around it, and without the emoji at its end. */
export function unpunctuated(word: string): string {
  return trimmed(
    word,
    (char) => LEADING.includes(char),
    (char) => TRAILING.includes(char) || EMOJI.test(char),
  );
}

/** Whether it is emoji and nothing else. */
export const isEmoji = (word: string): boolean => word !== '' && [...word].every((char) => EMOJI.test(char));

/** Words without the commas that set them apart from what stands beside them. */
export function unseparated(words: string): string {
  const isSeparating = (char: string) => SEPARATING.includes(char);
  return trimmed(words, isSeparating, isSeparating).trim();
}

// By hand, because a pattern that is tied to the end starts anew at every character.
function trimmed(text: string, leads: (char: string) => boolean, trails: (char: string) => boolean): string {
  const chars = [...text];
  let [start, end] = [0, chars.length];
  while (start < end && leads(chars[start] ?? '')) start++;
  while (end > start && trails(chars[end - 1] ?? '')) end--;
  return chars.slice(start, end).join('');
}
