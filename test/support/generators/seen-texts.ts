/**
 * What a person sees of a text, for comparing: quotes and dashes are plain; blanks, marks upon letters and what no
 * client draws are left out. It does not use the product's own rules, so that a letter which they lose is found
 * missing.
 */
export function seen(text: string): string {
  const plain = text
    .replace(/[“”„‟«»″＂]/g, '"')
    .replace(/[‘’‚‛‹›]/g, "'")
    .replace(/[\p{Pd}\u2212]/gu, '-');
  return plain.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{M}\ufffd]/gu, '');
}

/**
 * Marks that change the direction of the text around them, halves of characters, and controls other than line breaks.
 */
export const HARMFUL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}|(?![\n\r\t])\p{Cc}/u;

/**
 * How many texts are shown whole, shown cut, or have nothing visible in them (`blank`); and the texts that are lost.
 */
export function figuresOf(texts: readonly string[], shown: string) {
  const all = seen(shown);
  const counts = { shown: 0, cut: 0, blank: 0, lost: [] as string[] };
  for (const text of texts) {
    const whole = seen(text);
    const begun = seen([...text].slice(0, 50).join(''));
    if (whole === '') counts.blank += 1;
    else if (all.includes(whole)) counts.shown += 1;
    else if (text.length > LONGEST_NAME && all.includes(begun)) counts.cut += 1;
    else counts.lost.push(text);
  }
  return counts;
}

// The limit for names of people; no shorter text is ever cut.
const LONGEST_NAME = 120;
