import type { Found, RelationshipDocument } from '../documents.ts';
import { type Cursor, keyCursor } from './cursor.ts';
import { type CustomerFilter, searchKey } from './listing.ts';
import {
  MOST_COUNTED,
  type Page,
  pageOf,
  placeOf,
  type RelationshipQuery,
  type Relationships,
  rowsOf,
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
 * index, and a list that was read so far is not read again. Of several words, the rarest leads.
 */
export async function searchPage(
  relationships: Relationships,
  search: TextSearch,
  slice: Slice,
): Promise<Page<Found>> {
  const beginnings = searchWords(search.text).map((word) => searchKey(search.filter, word));
  if (beginnings.length === 0) return { rows: [], total: 0 };
  const known = keyCursor(slice.after);
  const lead =
    beginnings.find((beginning) => known?.value.startsWith(beginning)) ??
    (await rarest(relationships, search.partnerId, beginnings));
  const cursor = known?.value.startsWith(lead) ? known : undefined;
  const others = beginnings.filter((beginning) => beginning !== lead);
  const query: RelationshipQuery = { $and: [search.rest, ...others.map(begun)] };
  const walk = { ...walkFrom(search.partnerId, lead, cursor), hint: SEARCH };
  const reading = rowsOf(relationships, { $and: [query, unseen(lead, cursor)] }, { ...walk, ...placeOf(slice, cursor) });
  return pageOf(reading, slice, {
    count: () => countFound(relationships, search.partnerId, { lead, others }),
    cursorOf: (last) => ({ value: firstKey(last, lead), id: last._id }),
  });
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
  return { $nor: [{ search: { $elemMatch: { $gte: lead, $lt: value } } }, { search: value, _id: { $lte: id } }] };
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
      return { beginning, count: await countFound(relationships, partnerId, { lead: beginning, others: [] }) };
    }),
  );
  return counted.reduce((least, one) => (one.count < least.count ? one : least)).beginning;
}

function countFound(
  relationships: Relationships,
  partnerId: string,
  { lead, others }: { lead: string; others: readonly string[] },
): Promise<number> {
  const limit = MOST_COUNTED + 1;
  if (others.length === 0) return relationships.countDocuments({ partnerId, ...begun(lead) }, { limit, hint: SEARCH });
  const query = { $and: others.map(begun) };
  const walk = { ...walkFrom(partnerId, lead, undefined), hint: SEARCH };
  return relationships.find(query, { ...walk, limit, projection: { _id: 1 } }).toArray().then(({ length }) => length);
}

function begun(beginning: string): RelationshipQuery {
  return { search: new RegExp(`^${beginning.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}`) };
}

// As MongoDB compares strings.
function firstKey({ search }: RelationshipDocument, lead: string): string {
  const keys = search.filter((key) => key.startsWith(lead)).map((key) => Buffer.from(key));
  return keys.sort(Buffer.compare)[0]?.toString() ?? lead;
}
