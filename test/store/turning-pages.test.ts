import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Found } from '../../src/store/documents.ts';
import type { Page, Slice } from '../../src/store/relationships/pages.ts';
import { oneOfMany, storeMany } from '../support/world/many-customers.ts';
import { startStore, type TestStore } from '../support/world/store.ts';

const COUNT = 100;
const LIMIT = 8;
const ALL = { skip: 0, limit: 1000 };

type Ask = (slice: Slice) => Promise<Page<Found>>;

const ids = ({ rows }: Page<Found>) => rows.map(({ relationshipId }) => relationshipId);

async function pagesOf(ask: Ask): Promise<Page<Found>[]> {
  const pages = [await ask({ skip: 0, limit: LIMIT })];
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) {
    pages.push(await ask({ skip: 0, limit: LIMIT, after: next }));
  }
  return pages;
}

describe('turning the pages of a list', () => {
  let store: TestStore;

  beforeAll(async () => {
    store = await startStore();
    await storeMany(store.mongo, 'many', COUNT);
    await storeMany(store.mongo, 'another', 30);
    // Many changes of one moment, as an import makes them.
    await store.mongo.relationships.updateMany({ _id: /[1-5]$/ }, { $set: { updatedAt: new Date() } });
  });
  afterAll(() => store.stop());

  const asking = (text?: string, state: 'all' | 'open' = 'all'): Ask => {
    return (slice) => store.queries.customers('many', { text, state, ...slice });
  };
  const listing: Ask = (slice) => store.queries.list('many', { filter: 'open', by: undefined, ...slice });

  it.each([
    ['customers', () => asking(), COUNT],
    ['open invitations', () => listing, COUNT / 2],
    // Found by its name and by its domain.
    ['a beginning that several terms have', () => asking('c'), COUNT],
    ['a beginning that several terms have, among the open', () => asking('c', 'open'), COUNT / 2],
    ['one word', () => asking('malaga'), COUNT / 5],
    ['two words', () => asking('contoso málaga'), COUNT / 5],
    ['letters of another script', () => asking('京'), COUNT / 5],
    ['nothing', () => asking('fourth'), 0],
  ])('shows each row once, in one order: %s', async (_, list, count) => {
    const ask = list();
    const pages = await pagesOf(ask);
    expect(pages.flatMap(ids)).toEqual(ids(await ask(ALL)));
    expect(new Set(pages.flatMap(ids)).size).toBe(count);
    expect(pages.map(({ total }) => total)).toEqual(pages.map(() => count));
    expect(pages).toHaveLength(Math.max(1, Math.ceil(count / LIMIT)));
  });

  it('goes on behind the last row, whatever comes in front of it or is taken away', async () => {
    const [first, second] = await pagesOf(asking());
    const last = first?.rows.at(-1)?.relationshipId ?? '';
    const removed = await store.mongo.relationships.findOneAndDelete({ _id: last });
    const added = { ...oneOfMany('many', 5000, Date.now()), updatedAt: new Date(Date.now() + 1000) };
    await store.mongo.relationships.insertOne(added);
    const again = await asking()({ skip: 0, limit: LIMIT, after: first?.next });
    await store.mongo.relationships.deleteOne({ _id: added._id });
    if (removed) await store.mongo.relationships.insertOne(removed);
    expect(ids(again)).toEqual(second && ids(second));
  });

  it('skips by number where there is no cursor, as the buttons of older cards ask', async () => {
    const pages = await pagesOf(asking());
    expect(ids(await asking()({ skip: 2 * LIMIT, limit: LIMIT }))).toEqual(ids(pages[2] as Page<Found>));
  });

  it.each(['', 'x', '~', 'bnVsbA', 'W10', 'WzEsMl0', 'WyJhIiwiYiJd', 'WzFlOTksImEiXQ'])(
    'begins at the top behind a cursor of nothing: %s',
    async (after) => {
      for (const ask of [asking(), asking('contoso'), listing]) {
        expect(ids(await ask({ skip: 0, limit: LIMIT, after }))).toEqual(
          ids(await ask({ skip: 0, limit: LIMIT })),
        );
      }
    },
  );

  it('reads a cursor of another list within its own list', async () => {
    const { next: after } = await asking('contoso')({ skip: 0, limit: LIMIT });
    const others = await store.queries.customers('another', { text: 'contoso', skip: 0, limit: 100, after });
    expect(others.rows.every(({ partnerId }) => partnerId === 'another')).toBe(true);
    expect(ids(await asking('malaga')({ skip: 0, limit: LIMIT, after }))).toEqual(
      ids(await asking('malaga')({ skip: 0, limit: LIMIT })),
    );
  });
});
