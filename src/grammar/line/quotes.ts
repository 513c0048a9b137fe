// Opening quotation marks, each with the marks that close it.
const PAIRS: readonly (readonly [open: string, close: string])[] = [
  ['"', '"'],
  ['“', '”'],
  ['„', '“”'],
  ['”', '”'],
  ['‟', '”'],
  ['«', '»'],
  ['»', '«»'],
  ['‹', '›'],
  ['›', '‹›'],
  ['″', '″'],
  ['＂', '＂'],
];
// Quotations of these kinds may stand inside others: “Contoso «Iberia» S.A.”
const NESTED = ['"', '“', '„', '«', '‹'];
const ANY = [...new Set(PAIRS.flatMap(([open, close]) => [open, ...close]))].join('');
const SINGLE = "'‘’‚‛";
// `'Contoso's office'`: a single quote closes only where a word ends.
const SINGLE_CLOSING = /['‘’](?![\p{L}\p{M}\p{N}])/gu;

const patterns = new Map(PAIRS.map(([open, close]) => [open, [balanced(open, close), next(open)]] as const));

/** A quotation’s text, and the position behind its closing mark. */
type Quotation = { readonly value: string; readonly next: number };

/** A function that reads the quotation that opens at a position; undefined where none does. */
export function quotesOf(text: string): (from: number) => Quotation | undefined {
  const ends = [...text.matchAll(SINGLE_CLOSING)].map(({ index }) => index);
  return (from) => {
    const open = text.charAt(from);
    if (open === '') return undefined;
    return SINGLE.includes(open) ? single(text, from, ends) : double(text, from, patterns.get(open) ?? []);
  };
}

function single(text: string, from: number, ends: readonly number[]): Quotation | undefined {
  const end = ends.find((one) => one > from);
  return end === undefined ? undefined : { value: text.slice(from + 1, end), next: end + 1 };
}

function double(text: string, from: number, ways: readonly RegExp[]): Quotation | undefined {
  for (const way of ways) {
    way.lastIndex = from;
    const [whole, value] = way.exec(text) ?? [];
    if (whole !== undefined && value !== undefined) return { value, next: from + whole.length };
  }
  return undefined;
}

// Closed by a mark of its own kind, with whole quotations of other kinds inside.
function balanced(open: string, close: string): RegExp {
  const inside = PAIRS.filter(([inner, end]) => {
    return NESTED.includes(inner) && inner !== open && ![inner, ...end].some((char) => close.includes(char));
  });
  const whole = inside.map(([inner, end]) => `|${inner}[^${ANY}]*[${end}]`).join('');
  return new RegExp(`${open}((?:[^${ANY}]${whole})*)[${close}]`, 'uy');
}

// Closed by the next mark of any kind, because keyboards sometimes change only one mark of a pair.
function next(open: string): RegExp {
  return new RegExp(`${open}([^${ANY}]*)[${ANY}]`, 'uy');
}
