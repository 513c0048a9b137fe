import { MOST_COUNTED } from '../../relationship/values/list-place.ts';
import type { Found, RelationshipDocument } from '../documents.ts';
import { type Cursor, keyCursor } from './cursor.ts';
import { type CustomerFilter, searchKey } from './listing.ts';
import {
  found,
  type Page,
  pageOf,
  placeOf,
  type RelationshipQuery,
  type Relationships,
  type Slice,
} from './pages.ts';
import { searchWords } from './search-terms.ts';

/** The customers of a partner in which each word of the text begins a term. `rest`: what the filter does not say. */
export type TextSearch = {
  readonly partnerId: string;
  readonly filter: CustomerFilter;
  readonly text: string;
  readonly rest: RelationshipQuery;
};

/** The name of the index of search keys. */
export const SEARCH = 'search';

const BEYOND = '\u{10FFFF}';

/**
 * One page of what is found, by the term in which it is found: an alphabetical order, because that is the order of the
 * index, so that no page reads what other pages show. Of several words, the rarest leads.
 */
export async function searchPage(
  relationships: Relationships,
  search: TextSearch,
  slice: Slice,
): Promise<Page<Found>> {
  const known = keyCursor(slice.after);
  const led = await ledBy(relationships, search, known);
  if (!led) return { rows: [], total: 0 };
  const cursor = known && isWithin(known, led.lead) ? known : undefined;
  return pageOf(rowsFound(relationships, search, { ...led, cursor, slice }), slice, {
    count: () => countFound(relationships, search.partnerId, led),
    cursorOf: (last) => ({ value: firstKey(last, led.lead), id: last._id }),
  });
}

// A place that somebody made up may lie behind the end of the range.
function isWithin({ value }: Cursor<string>, lead: string): boolean {
  return value.startsWith(lead) && !value.includes(BEYOND);
}

/** The first of what is found; one more than `limit` when there are more. */
export async function searchFirst(
  relationships: Relationships,
  search: TextSearch,
  limit: number,
): Promise<readonly Found[]> {
  const led = await ledBy(relationships, search, undefined);
  const slice = { skip: 0, limit };
  return led ? (await rowsFound(relationships, search, { ...led, cursor: undefined, slice })).map(found) : [];
}

// The beginning whose range is read, and the others, which each row has to have too.
type Led = { readonly lead: string; readonly others: readonly string[] };

async function ledBy(
  relationships: Relationships,
  { partnerId, filter, text }: TextSearch,
  known: Cursor<string> | undefined,
): Promise<Led | undefined> {
  const beginnings = searchWords(text).map((word) => searchKey(filter, word));
  if (beginnings.length === 0) return undefined;
  // The pages of one list have one order.
  const before = beginnings.find((beginning) => known?.value.startsWith(beginning));
  const lead = before ?? (await rarest(relationships, partnerId, beginnings));
  return { lead, others: beginnings.filter((beginning) => beginning !== lead) };
}

type Walk = Led & { readonly cursor: Cursor<string> | undefined; readonly slice: Slice };

function rowsFound(
  relationships: Relationships,
  { partnerId, rest }: TextSearch,
  { lead, others, cursor, slice }: Walk,
) {
  const query: RelationshipQuery = { $and: [rest, unseen(lead, cursor), ...others.map(begun)] };
  const walk = { ...walkFrom(partnerId, lead, cursor), hint: SEARCH };
  return relationships.find(query, { ...walk, ...placeOf(slice, cursor) }).toArray();
}

// An explicit range, because the planner may read any of several words' ranges, each in another order.
function walkFrom(partnerId: string, lead: string, cursor: Cursor<string> | undefined) {
  return {
    min: { partnerId, search: cursor?.value ?? lead, _id: cursor?.id ?? '' },
    max: { partnerId, search: lead + BEYOND, _id: '' },
  };
}

// A customer with several terms that begin alike stands in the list where the first of them stands.
function unseen(lead: string, cursor: Cursor<string> | undefined): RelationshipQuery {
  if (!cursor) return {};
  const { value, id } = cursor;
  return {
    $nor: [{ search: { $elemMatch: { $gte: lead, $lt: value } } }, { search: value, _id: { $lte: id } }],
  };
}

async function rarest(
  relationships: Relationships,
  partnerId: string,
  beginnings: readonly string[],
): Promise<string> {
  const [only = '', ...others] = beginnings;
  if (others.length === 0) return only;
  const counted = await Promise.all(
    beginnings.map(async (beginning) => {
      return {
        beginning,
        count: await countFound(relationships, partnerId, { lead: beginning, others: [] }),
      };
    }),
  );
  return counted.reduce((least, one) => (one.count < least.count ? one : least)).beginning;
}

async function countFound(
  relationships: Relationships,
  partnerId: string,
  { lead, others }: Led,
): Promise<number> {
  const limit = MOST_COUNTED + 1;
  if (others.length === 0) {
    return relationships.countDocuments({ partnerId, ...begun(lead) }, { limit, hint: SEARCH });
  }
  const walk = { ...walkFrom(partnerId, lead, undefined), hint: SEARCH };
  const ids = relationships.find({ $and: others.map(begun) }, { ...walk, limit, projection: { _id: 1 } });
  return (await ids.toArray()).length;
}

function begun(beginning: string): RelationshipQuery {
  return { search: new RegExp(`^${beginning.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}`) };
}

// As MongoDB compares strings.
function firstKey({ search }: RelationshipDocument, lead: string): string {
  const keys = search.filter((key) => key.startsWith(lead)).map((key) => Buffer.from(key));
  return keys.sort(Buffer.compare)[0]?.toString() ?? lead;
}
