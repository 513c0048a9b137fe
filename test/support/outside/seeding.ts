import { randomUUID } from 'node:crypto';
import { type Db, type Document, ObjectId } from 'mongodb';
import type { Command } from '../../../src/relationship/command.ts';
import { decide } from '../../../src/relationship/decide.ts';
import type { CustomerDomain } from '../../../src/relationship/values/customer-domain.ts';
import type { TokenHash } from '../../../src/relationship/values/link-token.ts';
import { hashSecret } from '../../../src/secret.ts';
import { createStore } from '../../../src/store/store.ts';
import { isQuiet, until } from './database-state.ts';
import { agentOf, channelOf, customer, FIRST_NUMBER } from './numbered.ts';

/** An invitation that was sent and waits for an answer. `channel`: where it was asked for, and its alerts go. */
export type Seed = {
  /** The number of its customer. */
  readonly number: number;
  readonly relationshipId: string;
  readonly invitationId: string;
  readonly channel: string;
};

/** What is seeded: invitations of one partner, numbered from `from`, asked for in so many channels in turn. */
export type Seeding = {
  readonly uri: string;
  readonly partner: string;
  readonly from: number;
  readonly count: number;
  readonly channels: number;
};

type Original = {
  readonly relationshipId: string;
  readonly documents: readonly (readonly [string, Document])[];
};

const BATCH = 1_000;
const KEPT = 50_000;
const COPIED = ['relationships', 'events'] as const;

/**
 * Makes one sent invitation with the store's own functions, while the program runs and announces it, and clones its
 * documents under other numbers. The clones' chains repeat the original's: they are for reading and for changing, not
 * for an audit. Returns the first 50,000.
 */
export async function seed(db: Db, seeding: Seeding): Promise<readonly Seed[]> {
  const originalNumber = FIRST_NUMBER + 900_000 + Number(seeding.partner.slice(-4)) * 1000 + 99;
  const original = await makeOriginal(db, seeding, originalNumber);
  const seeds: Seed[] = [];
  for (let at = 0; at < seeding.count; at += BATCH) {
    const numbers = Array.from(
      { length: Math.min(BATCH, seeding.count - at) },
      (_, index) => seeding.from + at + index,
    );
    const made = numbers.map((number) => seedOf(number, seeding));
    await insertClones(db, { original, originalNumber, seeding }, made);
    if (seeds.length < KEPT) seeds.push(...made);
  }
  return seeds;
}

function seedOf(number: number, { partner, channels }: Seeding): Seed {
  const channel = channelOf(partner, number % channels).id;
  return { number, relationshipId: randomUUID(), invitationId: customer(number).invitationId, channel };
}

async function makeOriginal(db: Db, { uri, partner }: Seeding, number: number): Promise<Original> {
  const store = createStore(uri);
  const { invitationId, ...facts } = customer(number);
  const domain = facts.domain as CustomerDomain;
  const target = { partnerId: partner, customer: { tenantId: facts.tenantId, domain } };
  const conversationId = channelOf(partner, 0).id;
  const change = (command: Command) =>
    store.relationships.change(target, (situation, now) => decide(command, situation, now), {
      conversationId,
    });
  const { tenantId, objectId, name } = agentOf(partner);
  const by = { kind: 'agent', tenantId, objectId, name, role: 'admin', language: 'en' } as const;
  await change({
    type: 'invite',
    by,
    invitationId,
    tokenHash: hashOf(number),
    customer: { name: facts.name, domain, tenantId: facts.tenantId, country: 'ES', cloud: 'public' },
    terms: { scope: 'full', buys: 'unknown', language: 'en', lifeDays: 14 },
    regions: { partner: 'europe', customer: 'europe' },
  });
  const { relationshipId } = await change({ type: 'share', by, invitationId, way: 'message' });
  await store.close();
  await until(() => isQuiet(db), 'the seed is announced');
  return { relationshipId, documents: await documentsOf(db, relationshipId) };
}

const hashOf = (number: number): TokenHash => hashSecret(`link ${number}`) as TokenHash;

async function documentsOf(db: Db, relationshipId: string) {
  const found: [string, Document][] = [];
  for (const name of COPIED) {
    const query =
      name === 'relationships' ? { _id: relationshipId as unknown as ObjectId } : { relationshipId };
    for (const document of await db.collection(name).find(query).toArray()) found.push([name, document]);
  }
  return found;
}

type Cloning = { readonly original: Original; readonly originalNumber: number; readonly seeding: Seeding };

async function insertClones(db: Db, cloning: Cloning, made: readonly Seed[]): Promise<void> {
  const copies = new Map<string, Document[]>(COPIED.map((name) => [name, []]));
  for (const one of made) {
    const texts = replacements(cloning, one);
    const earlierMs = one.number - cloning.seeding.from;
    for (const [name, document] of cloning.original.documents) {
      copies.get(name)?.push(clone(document, texts, earlierMs) as Document);
    }
  }
  // The program reads what a majority has.
  const options = { ordered: false, writeConcern: { w: 'majority' } } as const;
  await Promise.all([...copies].map(([name, list]) => db.collection(name).insertMany(list, options)));
}

function replacements({ original, originalNumber, seeding }: Cloning, seed: Seed) {
  const { number, relationshipId, channel } = seed;
  return [
    [hashOf(originalNumber), hashOf(number)],
    [original.relationshipId, relationshipId],
    [channelOf(seeding.partner, 0).id, channel],
    [String(originalNumber), String(number)],
  ] as const;
}

// Every text that names the original names the clone, and every time is a little earlier, so that lists have an order.
function clone(value: unknown, texts: ReturnType<typeof replacements>, earlierMs: number): unknown {
  if (typeof value === 'string') return texts.reduce((text, [from, to]) => text.replaceAll(from, to), value);
  if (value instanceof Date) return new Date(value.getTime() - earlierMs);
  if (value instanceof ObjectId) return new ObjectId();
  if (Array.isArray(value)) return value.map((one) => clone(one, texts, earlierMs));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, clone(one, texts, earlierMs)]));
}
