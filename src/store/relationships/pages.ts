import type { Filter } from 'mongodb';
import { MOST_COUNTED } from '../../relationship/values/list-place.ts';
import type { Found, RelationshipDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { type Cursor, cursorText, timeCursor } from './cursor.ts';
import { checkShape } from './document-shape.ts';

/** A MongoDB filter on the stored relationships. */
export type RelationshipQuery = Filter<RelationshipDocument>;

/** The stored relationships. */
export type Relationships = Mongo['relationships'];

/**
 * One page of a list. `total`: the length of the whole list, exact up to 1,000; 1,001 means more. `next`: where the next
 * page begins; absent on the last.
 */
export type Page<Row> = { readonly rows: readonly Row[]; readonly total: number; readonly next?: string };

/** The part of a list that a page shows: from a cursor on, or where there is none, behind the first `skip` rows. */
export type Slice = {
  readonly skip: number;
  readonly limit: number;
  readonly after?: string | undefined;
};

const LATEST_FIRST = { updatedAt: -1, _id: 1 } as const;

/** One page of the relationships with this tag, the latest change first. `rest`: what the tag does not say. */
export async function taggedPage(
  relationships: Relationships,
  { partnerId, tag, rest = {} }: { partnerId: string; tag: string; rest?: RelationshipQuery },
  slice: Slice,
): Promise<Page<Found>> {
  const cursor = timeCursor(slice.after);
  const tagged = { partnerId, tags: tag };
  const query = { ...tagged, ...rest, ...(cursor ? behind(cursor) : {}) };
  const read = relationships.find(query, { sort: LATEST_FIRST, ...placeOf(slice, cursor) });
  return pageOf(read.toArray(), slice, {
    count: () => relationships.countDocuments(tagged, { limit: MOST_COUNTED + 1, hint: TAGS }),
    cursorOf: ({ updatedAt, _id }) => ({ value: updatedAt.getTime(), id: _id }),
  });
}

/** The name of the index of tags. */
export const TAGS = 'tags';

/** Where a query begins to read for a slice, and how far: one row more than it shows tells whether more follow. */
export function placeOf({ skip, limit }: Slice, cursor: Cursor | undefined) {
  return { limit: limit + 1, ...(cursor ? {} : { skip: Math.min(skip, MOST_COUNTED) }) };
}

/** The page of these documents, with its total and the cursor of the next. */
export async function pageOf(
  reading: Promise<readonly RelationshipDocument[]>,
  { skip, limit, after }: Slice,
  { count, cursorOf }: { count: () => Promise<number>; cursorOf: (last: RelationshipDocument) => Cursor },
): Promise<Page<Found>> {
  const documents = await reading;
  const shown = documents.slice(0, limit);
  const last = shown.at(-1);
  const isWhole = skip === 0 && after === undefined && documents.length <= limit;
  const total = isWhole ? shown.length : await count();
  const next = last && documents.length > limit ? { next: cursorText(cursorOf(last)) } : {};
  return { rows: shown.map(found), total, ...next };
}

// The bound on the time is read from the index; the rest tells rows of the same millisecond apart.
function behind({ value, id }: Cursor<number>): RelationshipQuery {
  const updatedAt = new Date(value);
  return { updatedAt: { $lte: updatedAt }, $nor: [{ updatedAt, _id: { $lte: id } }] };
}

/** The relationship in a stored document; throws when the document has a shape that this program cannot read. */
export function found(document: RelationshipDocument): Found {
  const { _id, partnerId, version, state } = checkShape(document);
  return { relationshipId: _id, partnerId, version, state };
}
