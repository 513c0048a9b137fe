// Characters that no person types on purpose: controls, direction marks, halves of characters. Line ends stay, and so do
// joiners, which combine several emoji into one.
const UNSEEN = /(?![\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}]/gu;
// Many marks on one letter cover the lines above and below; no language puts more than four on a letter.
const PILE = /(\p{M}{4})\p{M}+/gu;
const LONGEST_NAME = 120;

/**
 * The text without invisible characters, and without marks that cover other lines. Line ends become `\n`, at most two
 * in a row.
 */
export function cleanText(text: string): string {
  const lines = text.replace(/\r\n?|\u2028|\u2029/g, '\n').replaceAll('\t', ' ');
  const visible = withoutPiles(lines.replace(UNSEEN, '').normalize('NFC'));
  const tidy = visible.split('\n').map((line) => line.trimEnd());
  return tidy
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** A person's or company's name from a directory, on one line, cut after 120 characters. */
export function cleanName(name: string): string {
  return cut(cleanText(name).replace(/\s+/g, ' '), LONGEST_NAME);
}

/** The text with at most four marks on a letter. */
export function withoutPiles(text: string): string {
  return text.replace(PILE, '$1');
}

/** The text, cut after this many characters and given an ellipsis if it is longer. No character is cut in half. */
export function cut(text: string, longest: number): string {
  return text.length > longest ? `${beginningOf(text, longest)}…` : text;
}

/** The first characters of the text, at most this many. No character is cut in half. */
export function beginningOf(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
}
