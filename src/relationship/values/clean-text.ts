// What no keyboard writes on purpose: controls, marks that turn the direction of writing, halves of characters. Joiners
// make one face of several.
const UNSEEN = /(?![\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}]/gu;
// Marks piled up on one letter are drawn over the lines above and below; no language has more than four.
const PILE = /(\p{M}{4})\p{M}+/gu;
const LONGEST_NAME = 120;

/** A text as somebody wrote it, without what nobody sees and with nothing that is drawn outside of its line. */
export function cleanText(text: string): string {
  const lines = text.replace(/\r\n?|\u2028|\u2029/g, '\n').replaceAll('\t', ' ');
  const visible = withoutPiles(lines.replace(UNSEEN, '').normalize('NFC'));
  const tidy = visible.split('\n').map((line) => line.trimEnd());
  return tidy
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Somebody's name as a directory has it, on one line and no longer than a company's. */
export function cleanName(name: string): string {
  return cut(cleanText(name).replace(/\s+/g, ' '), LONGEST_NAME);
}

/** The text with at most four marks upon a letter. */
export function withoutPiles(text: string): string {
  return text.replace(PILE, '$1');
}

/** The text, cut with an ellipsis where it is longer than this many characters, and never within one. */
export function cut(text: string, longest: number): string {
  return text.length > longest ? `${beginningOf(text, longest)}…` : text;
}

/** At most this many characters of the text, all of them whole. */
export function beginningOf(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
}
