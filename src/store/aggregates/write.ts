import type { Collection, Filter, MatchKeysAndValues, OptionalUnlessRequiredId, UpdateFilter } from 'mongodb';
import { isAway, isDuplicateOf, OutcomeUnknown } from '../database-errors.ts';
import type { Aggregate, Entry, KnownCause, OutboxEntry } from '../documents.ts';
import { type ChainOwner, EMPTY, linkedEntries } from './chain.ts';

// Redeliveries come within minutes; what is older is recognised by the state.
const MOST_CAUSES = 20;
// The process that made the change passes its outbox on at once; another process only after this time.
const RELAY_AFTER_MS = 2000;

/** An entry to add, with the sealed link for the card or mail that follows from it. */
export type NewEntry = Entry & { readonly sealed?: string };

/** What is added to a document's chain. `cause`: by which the change is recognised, unique among all changes. */
export type Addition = {
  readonly owner: ChainOwner;
  readonly entries: readonly NewEntry[];
  readonly cause: string;
  readonly now: Date;
};

/** The fields of an aggregate after a change. */
export type AggregateFields = Pick<Aggregate, 'version' | 'chain' | 'causes' | 'relayAt'>;

/** What an aggregate is after a change, and the entries that the change adds to its outbox. */
export type Appended = { readonly fields: AggregateFields; readonly added: readonly OutboxEntry[] };

/** Adds entries to the chain of a document, which is undefined when it does not exist yet. */
export function append(before: Aggregate | undefined, { owner, entries, cause, now }: Addition): Appended {
  const added = linked(owner, before, entries);
  const last = added.at(-1) ?? before?.chain ?? EMPTY;
  const known: KnownCause = { cause, at: now, sequences: added.map(({ sequence }) => sequence) };
  return {
    added,
    fields: {
      version: (before?.version ?? 0) + 1,
      chain: { sequence: last.sequence, hash: last.hash, at: now },
      causes: [...(before?.causes ?? []), known].slice(-MOST_CAUSES),
      relayAt: new Date(now.getTime() + RELAY_AFTER_MS),
    },
  };
}

function linked(owner: ChainOwner, before: Aggregate | undefined, entries: readonly NewEntry[]) {
  // The seal is no part of the chain: it goes as soon as its card or mail is out.
  const bare = entries.map(({ sealed: _, ...entry }) => entry as Entry);
  return linkedEntries(owner, before?.chain ?? EMPTY, bare).map((entry, at): OutboxEntry => {
    const sealed = entries[at]?.sealed;
    return sealed === undefined ? entry : { ...entry, sealed };
  });
}

/** One guarded write: the document as it was read, and as it shall be. */
export type GuardedWrite<D extends Aggregate> = {
  readonly before: D | undefined;
  readonly next: D;
  readonly added: readonly OutboxEntry[];
  /** The fields of the unique index whose duplicate means that the same document was made first by another. */
  readonly key: string;
};

/**
 * Puts the next state in place of the one that was read; false when another change was faster. When the answer of the
 * database is lost, the document is read again: a cause that it knows means that the write was made. Throws the
 * database's error when it was not, and an OutcomeUnknown when that cannot be found out.
 */
export async function writeGuarded<D extends Aggregate>(
  collection: Collection<D>,
  write: GuardedWrite<D>,
): Promise<boolean> {
  try {
    return await (write.before ? update(collection, write, write.before) : insert(collection, write));
  } catch (error) {
    if (!isAway(error)) throw error;
    const cause = write.next.causes.at(-1)?.cause ?? '';
    if (await isKnown(collection, write.next._id, cause, error)) return true;
    throw error;
  }
}

async function update<D extends Aggregate>(
  collection: Collection<D>,
  { next, added }: GuardedWrite<D>,
  before: D,
): Promise<boolean> {
  const { _id: _, outbox: __, ...fields } = next;
  const { _id, version } = before;
  const gone = Object.keys(before).filter((field) => !Object.hasOwn(next, field));
  const unset = Object.fromEntries(gone.map((field) => [field, '']));
  const change = {
    $set: fields as MatchKeysAndValues<D>,
    ...(gone.length > 0 ? { $unset: unset } : {}),
    $push: { outbox: { $each: added } },
  } as unknown as UpdateFilter<D>;
  const { matchedCount } = await collection.updateOne({ _id, version } as unknown as Filter<D>, change);
  return matchedCount === 1;
}

async function insert<D extends Aggregate>(
  collection: Collection<D>,
  { next, key }: GuardedWrite<D>,
): Promise<boolean> {
  try {
    await collection.insertOne(next as OptionalUnlessRequiredId<D>);
    return true;
  } catch (error) {
    if (isDuplicateOf(error, key)) return false;
    throw error;
  }
}

async function isKnown<D extends Aggregate>(
  collection: Collection<D>,
  id: string,
  cause: string,
  lost: unknown,
): Promise<boolean> {
  try {
    const query = { _id: id, 'causes.cause': cause } as unknown as Filter<D>;
    return (await collection.findOne(query, { projection: { _id: 1 } })) !== null;
  } catch {
    throw new OutcomeUnknown(lost);
  }
}
