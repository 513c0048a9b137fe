import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cursorText } from '../../src/store/relationships/cursor.ts';
import { dana, diego } from '../support/given.ts';
import { examined } from '../support/world/examined.ts';
import { oneOfMany, storeMany } from '../support/world/many-customers.ts';
import { startStore, type TestStore } from '../support/world/store.ts';

const PAGE = { skip: 0, limit: 8 };
const COUNTED = 1001;
const A_FEW = 20;
const DAY_MS = 86_400_000;

// A question: the rows that it shows, and how many bounded counts it may make.
type Question = {
  readonly ask: (store: TestStore, partnerId: string) => Promise<readonly unknown[]>;
  readonly counts?: number;
};

const page = async (asked: Promise<{ rows: readonly unknown[] }>) => (await asked).rows;
async function inTheMiddle({ mongo: { relationships } }: TestStore, partnerId: string) {
  const middle = Math.floor((await relationships.estimatedDocumentCount()) / 2);
  const document = await relationships.findOne({ _id: oneOfMany(partnerId, middle, 0)._id });
  if (!document) throw new Error('No relationship stands in the middle');
  return document;
}

const FILTERS = ['all', 'open', 'accepted', 'declined', 'expired'] as const;
const STATES = ['all', 'open', 'active', 'incomplete', 'declined', 'expired', 'ended'] as const;
const TEXTS = [
  'contoso',
  'c',
  'malaga',
  'MÜNCHEN',
  'Αθη',
  '京',
  '0000123',
  'c0000123.example',
  'buyer123@',
  'R-0000123',
];

const QUESTIONS: Readonly<Record<string, Question>> = Object.fromEntries<Question>([
  ...FILTERS.flatMap((filter) =>
    [undefined, dana.objectId, diego.objectId].map((by): [string, Question] => [
      `list ${filter} of ${by ?? 'all'}`,
      { ask: ({ queries }, id) => page(queries.list(id, { filter, by, ...PAGE })), counts: 1 },
    ]),
  ),
  ...STATES.flatMap((state) =>
    [undefined, 'contoso', 'malaga'].map((text): [string, Question] => [
      `customers ${state} ${text ?? ''}`,
      { ask: ({ queries }, id) => page(queries.customers(id, { state, text, ...PAGE })), counts: 1 },
    ]),
  ),
  ...TEXTS.map((text): [string, Question] => [
    `customers ${text}`,
    { ask: ({ queries }, id) => page(queries.customers(id, { text, ...PAGE })), counts: 2 },
  ]),
  [
    'customers far behind',
    {
      ask: async (store, id) => {
        const { _id, updatedAt } = await inTheMiddle(store, id);
        const after = cursorText({ value: updatedAt.getTime(), id: _id });
        return page(store.queries.customers(id, { text: undefined, ...PAGE, after }));
      },
      counts: 1,
    },
  ],
  [
    'customers contoso far behind',
    {
      ask: async (store, id) => {
        const { _id, search } = await inTheMiddle(store, id);
        const value = search.find((key) => key.startsWith('all:contoso')) ?? '';
        const after = cursorText({ value, id: _id });
        return page(store.queries.customers(id, { text: 'contoso', ...PAGE, after }));
      },
      counts: 1,
    },
  ],
  [
    'customers of two words',
    {
      ask: ({ queries }, id) => page(queries.customers(id, { text: 'contoso 0000123', ...PAGE })),
      counts: 3,
    },
  ],
  ['by id', { ask: async ({ queries }, id) => [await queries.byId(`${id}-0000123`)] }],
  ['by invitation', { ask: async ({ queries }, id) => [await queries.byInvitation(id, 'R-0000123')] }],
  ['by domain', { ask: async ({ queries }, id) => [await queries.byDomain(id, 'c0000123.example.com')] }],
  [
    'by an unknown domain',
    { ask: async ({ queries }, id) => [await queries.byDomain(id, 'nobody.example.com')] },
  ],
  [
    'by tenant',
    { ask: async ({ queries }, id) => [await queries.byTenant(id, oneOfMany(id, 123, 0).customerKey)] },
  ],
  ['by name', { ask: ({ queries }, id) => queries.named(id, 'Contoso Αθήνα 0000123', 5) }],
  ['by an ambiguous name', { ask: ({ queries }, id) => queries.named(id, 'contoso', 5) }],
  ['by a name of nobody', { ask: ({ queries }, id) => queries.named(id, 'Fourth Coffee', 5) }],
  ['waiting', { ask: ({ queries }, id) => queries.waiting(id, 3, 8) }],
  ['reminders due', { ask: ({ dueRelationships }) => dueRelationships.toRemind(50) }],
  ['escalations due, none', { ask: ({ dueRelationships }) => dueRelationships.toEscalate(50) }],
  ['expiries due, none', { ask: ({ dueRelationships }) => dueRelationships.toExpire(50) }],
  ['plans', { ask: ({ dueRelationships }, id) => dueRelationships.plans(id, id) }],
  ['open of a customer', { ask: ({ queries }) => queries.openOf(oneOfMany('', 120, 0).customerKey) }],
  ['owners', { ask: ({ queries }, id) => queries.owners(id) }],
  ['owned by one', { ask: ({ queries }, id) => queries.ownedBy(id, diego.objectId) }],
]);

describe.each([1000, 30_000])('among %d customers', (size) => {
  let store: TestStore;
  const partnerId = `partner-of-${size}`;

  beforeAll(async () => {
    store = await startStore();
    await storeMany(store.mongo, partnerId, size);
    await storeMany(store.mongo, 'another', 500);
    // The clock leaves these alone for now.
    const passedOver = { until: new Date(Date.now() + DAY_MS), times: 12 };
    await store.mongo.relationships.updateMany(
      { partnerId: 'another', 'state.status': 'invited' },
      { $set: { passedOver, 'state.invitation.expiresAt': new Date(0) } },
    );
  }, 120_000);
  afterAll(() => store.stop());

  it.each(Object.entries(QUESTIONS))('%s reads little more than it shows', async (_, { ask, counts = 0 }) => {
    let shown = 0;
    const { keys, documents } = await examined(store.mongo.client.db(), 'relationships', async () => {
      shown = (await ask(store, partnerId)).length;
    });
    const bound = 3 * shown + A_FEW;
    expect.soft(documents).toBeLessThanOrEqual(bound);
    expect(keys).toBeLessThanOrEqual(bound + counts * COUNTED);
  });
});
