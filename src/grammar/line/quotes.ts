// Every way to open a quotation, and what closes it.
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
// Those in which quotations stand inside others: “Contoso «Iberia» S.A.”
const NESTED = ['"', '“', '„', '«', '‹'];
const ANY = [...new Set(PAIRS.flatMap(([open, close]) => [open, ...close]))].join('');
const SINGLE = "'‘’‚‛";
// `'Contoso's office'`: a single quote closes only where a word ends.
const SINGLE_CLOSING = /['‘’](?![\p{L}\p{M}\p{N}])/gu;

const patterns = new Map(PAIRS.map(([open, close]) => [open, [balanced(open, close), next(open)]] as const));

/** A quotation: what it holds, and where the line goes on behind it. */
type Quotation = { readonly value: string; readonly next: number };

/** Finds the quotations of a line by the place where they open. */
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

// Closed by its own kind, with whole quotations of other kinds inside.
function balanced(open: string, close: string): RegExp {
  const inside = PAIRS.filter(([inner, end]) => {
    return NESTED.includes(inner) && inner !== open && ![inner, ...end].some((char) => close.includes(char));
  });
  const whole = inside.map(([inner, end]) => `|${inner}[^${ANY}]*[${end}]`).join('');
  return new RegExp(`${open}((?:[^${ANY}]${whole})*)[${close}]`, 'uy');
}

// Closed by whatever stands next, where somebody's keyboard changed only one of two.
function next(open: string): RegExp {
  return new RegExp(`${open}([^${ANY}]*)[${ANY}]`, 'uy');
}
