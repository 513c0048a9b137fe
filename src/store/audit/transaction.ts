import type { ClientSession } from 'mongodb';
import { atMost } from '../at-most.ts';
import { isDuplicate } from '../database-errors.ts';
import type { AuditEntry } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { EMPTY, type Head, linkedEntries } from './chain.ts';

type ChainCollections = Pick<Mongo, 'client' | 'audit' | 'chains'>;

/** One transaction on a partner's data: the session of its writes, and how they are recorded. */
export type AuditTransaction = {
  readonly session: ClientSession;
  /** Adds the entries to the chain; the caller then stores their events in the same transaction. */
  record(entries: readonly AuditEntry[]): Promise<void>;
};

/** Keeps a chain of audit entries for each partner: no change without its entry, and no entry without its change. */
export function createAudit(mongo: ChainCollections) {
  const inTurn = createTurns();

  const attempt = <T>(partnerId: string, work: (transaction: AuditTransaction) => Promise<T>): Promise<T> =>
    mongo.client.withSession((session) =>
      session.withTransaction(() =>
        work({ session, record: (entries) => append(mongo, { session, partnerId }, entries) }),
      ),
    );

  return {
    /** Runs the work in one transaction. The work may run more than once, so it must change nothing but the database. */
    transaction: <T>(partnerId: string, work: (transaction: AuditTransaction) => Promise<T>): Promise<T> =>
      inTurn(partnerId, () =>
        attempt(partnerId, work).catch((error: unknown) => {
          // Another process has inserted the same customer or cause first: decide again on what is stored now.
          if (isDuplicate(error)) return attempt(partnerId, work);
          throw error;
        }),
      ),
  };
}

/** The audit chains, as the rest of the store writes to them. */
export type Audit = ReturnType<typeof createAudit>;

type ChainPlace = { readonly session: ClientSession; readonly partnerId: string };

async function append(
  mongo: ChainCollections,
  place: ChainPlace,
  entries: readonly AuditEntry[],
): Promise<void> {
  const { session, partnerId } = place;
  const stored = await mongo.chains.findOne({ _id: partnerId }, { session });
  const added = linkedEntries(partnerId, stored ?? EMPTY, entries);
  const last = added.at(-1);
  if (!last) return;
  const next: Head = { sequence: last.sequence, hash: last.hash };
  await mongo.audit.insertMany(added, { session });
  if (stored) await mongo.chains.updateOne({ _id: partnerId }, { $set: next }, { session });
  else await mongo.chains.insertOne({ _id: partnerId, ...next }, { session });
}

const LONGEST_WAIT_MS = 2000;

// Two transactions of one partner at the same time write the same head, and the database makes the later one start
// again. Waiting for a turn is cheaper. It makes nothing safer, so the wait for a slow predecessor is short.
function createTurns() {
  const last = new Map<string, Promise<void>>();

  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(key);
    const mine = before ? atMost(before, LONGEST_WAIT_MS).then(work) : work();
    const over = mine.then(
      () => {},
      () => {},
    );
    last.set(key, over);
    try {
      return await mine;
    } finally {
      if (last.get(key) === over) last.delete(key);
    }
  };
}
