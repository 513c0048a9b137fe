import { domainToUnicode } from 'node:url';
import type { Customer } from '../../relationship/people.ts';
import { beginningOf } from '../../relationship/values/clean-text.ts';

/** What a customer is found by. `invitationIds`: of its current and earlier invitations, the latest last. */
export type Searchable = {
  readonly customer: Pick<Customer, 'name' | 'domain' | 'tenantId'>;
  readonly contact: string | undefined;
  readonly invitationIds: readonly string[];
};

const LONGEST_TERM = 64;
const MOST_TERMS = 40;
const MOST_WORDS = 8;
const MOST_IDS = 10;

// Letters that NFKD leaves whole, as people without that key write them.
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ς: 'σ',
  '’': "'",
  '‘': "'",
  '‐': '-',
  '‑': '-',
  '–': '-',
};
const SPELLED_ANEW = new RegExp(`[${Object.keys(SPELLED).join('')}]`, 'gu');
const UNWRITTEN = /[\p{M}\p{Cf}]/gu;

// Inside a word these belong to it: `contoso.com`, `AT&T`, `O'Neil`.
const BETWEEN_WORDS = /[^\p{L}\p{N}\p{So}.@&+'_-]+/u;
const AROUND_WORD = /^[.@&+'_-]+|[.@&+'_-]+$/gu;
const BETWEEN_PARTS = /[^\p{L}\p{N}\p{So}]+/u;
const SCHEME = /\bhttps?:\/\/(?:www\.)?/g;
const ABBREVIATION = /^(?:\p{L}\.)+\p{L}$/u;
const INVITATION_ID = /^r-[0-9a-z]{3,8}$/;
const TENANT_ID = /^[0-9a-f]{8}-[0-9a-f-]*$/;
// These scripts put no blanks between words, so each character may begin one.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The text as it is compared: without case and accents, in every script. */
export function folded(text: string): string {
  const plain = text.toLowerCase().normalize('NFKD').replace(UNWRITTEN, '').toLowerCase();
  return plain.replace(SPELLED_ANEW, (letter) => SPELLED[letter] ?? letter);
}

/** The name as it is compared as a whole. */
export function foldedName(name: string): string {
  return beginningOf(folded(name).trim().replace(/\s+/g, ' '), LONGEST_TERM);
}

/**
 * The terms of which one begins with each word that finds this customer: the name from each of its words on, domains,
 * the contact's address, the tenant's id and the invitations' ids. At most 40, of at most 64 characters; no term is the
 * beginning of another.
 */
export function searchTerms({ customer, contact, invitationIds }: Searchable): readonly string[] {
  const terms = [
    ...nameTerms(customer.name),
    ...domainTerms(customer.domain),
    ...(contact === undefined ? [] : addressTerms(contact)),
    ...(customer.tenantId === undefined ? [] : [folded(customer.tenantId)]),
    ...invitationIds.slice(-MOST_IDS).flatMap(idTerms),
    ...unspacedTerms(customer.name),
  ];
  const bounded = terms.map((term) => beginningOf(term, LONGEST_TERM)).filter((term) => term !== '');
  return withoutBeginnings([...new Set(bounded)].slice(0, MOST_TERMS));
}

/** The words of a text that a person searches for, each as the beginning of a term; at most 8. */
export function searchWords(text: string): readonly string[] {
  const words = wordsIn(text).flatMap((word) => {
    if (ABBREVIATION.test(word) || INVITATION_ID.test(word)) return [partsOf(word).join('')];
    return isOnePiece(word) ? [word] : partsOf(word);
  });
  return [...new Set(words.map((word) => beginningOf(word, LONGEST_TERM)))].slice(0, MOST_WORDS);
}

// Addresses, domains and tenant ids are terms as a whole.
function isOnePiece(word: string): boolean {
  return /[.@]/.test(word) || TENANT_ID.test(word);
}

function wordsIn(text: string): string[] {
  const words = folded(text).replace(SCHEME, ' ').split(BETWEEN_WORDS);
  return words.map((word) => word.replace(AROUND_WORD, '')).filter((word) => word !== '');
}

function partsOf(text: string): string[] {
  return text.split(BETWEEN_PARTS).filter((part) => part !== '');
}

// `grupo contoso iberia`, `contoso iberia`, `iberia`; and `AT&T` also as `att`, `Contoso.com` also as it is.
function nameTerms(name: string): string[] {
  const parts = partsOf(folded(name));
  const compound = wordsIn(name).filter((word) => partsOf(word).length > 1);
  return [
    ...parts.map((_, at) => parts.slice(at).join(' ')),
    ...compound.map((word) => partsOf(word).join('')),
    ...compound.filter(isOnePiece),
  ];
}

function unspacedTerms(name: string): string[] {
  const letters = [...partsOf(folded(name)).join(' ')];
  return letters.flatMap((letter, at) => (UNSPACED.test(letter) ? [letters.slice(at).join('')] : []));
}

// `shop.contoso.com`, `contoso.com`: from each label on, but the last; with the letters of its own script too.
function domainTerms(domain: string): string[] {
  const last = domain.lastIndexOf('.');
  return [...new Set([domain, domainToUnicode(domain)])].map(folded).flatMap((written) => {
    const starts = [...written.matchAll(/(?<=^|[.-])[^.-]/gu)].map(({ index }) => index);
    return starts
      .filter((start) => last === -1 || start < written.lastIndexOf('.'))
      .map((start) => written.slice(start));
  });
}

function addressTerms(address: string): string[] {
  const host = address.slice(address.lastIndexOf('@') + 1);
  return [folded(address), ...(host === address ? [] : domainTerms(host))];
}

// `R-7K2M` is found as `r-7k2m`, `#r-7k2m`, `r7k2m` and `7k2m`.
function idTerms(id: string): string[] {
  const [letter = '', ...rest] = partsOf(folded(id));
  return rest.length === 0 ? [letter] : [`${letter}${rest.join('')}`, rest.join('')];
}

// In this order, a term that begins others stands right before one of them.
function withoutBeginnings(terms: readonly string[]): string[] {
  const ordered = [...terms].sort();
  return ordered.filter((term, at) => !ordered[at + 1]?.startsWith(term));
}
