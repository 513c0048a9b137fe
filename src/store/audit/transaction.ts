import type { ClientSession } from 'mongodb';
import { atMost } from '../at-most.ts';
import { isDuplicate } from '../database-errors.ts';
import type { AuditEntry } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import { EMPTY, type Head, linked } from './chain.ts';

type Collections = Pick<Mongo, 'client' | 'audit' | 'chains'>;

/** What happens inside one transaction of a partner: where it writes, and how it is recorded. */
export type AuditTransaction = {
  readonly session: ClientSession;
  /** Chains the entries; whatever events they vouch for are stored after this, in the same transaction. */
  record(entries: readonly AuditEntry[]): Promise<void>;
};

/** Keeps each partner's chain of what happened: nothing changes without its entry, and none is there without a change. */
export function createAudit(mongo: Collections) {
  const inTurn = createTurns();

  const attempt = <T>(partnerId: string, work: (transaction: AuditTransaction) => Promise<T>): Promise<T> =>
    mongo.client.withSession((session) =>
      session.withTransaction(() =>
        work({ session, record: (entries) => append(mongo, { session, partnerId }, entries) }),
      ),
    );

  return {
    /** One transaction. It may be begun anew, so what it does outside the database must bear being repeated. */
    transaction: <T>(partnerId: string, work: (transaction: AuditTransaction) => Promise<T>): Promise<T> =>
      inTurn(partnerId, () =>
        attempt(partnerId, work).catch((error: unknown) => {
          // Somebody else's insert of the same customer or cause won: decide again on what is there now.
          if (isDuplicate(error)) return attempt(partnerId, work);
          throw error;
        }),
      ),
  };
}

/** Keeps each partner's chain of what happened. */
export type Audit = ReturnType<typeof createAudit>;

type Place = { readonly session: ClientSession; readonly partnerId: string };

async function append(mongo: Collections, place: Place, entries: readonly AuditEntry[]): Promise<void> {
  const { session, partnerId } = place;
  const stored = await mongo.chains.findOne({ _id: partnerId }, { session });
  const added = linked(partnerId, stored ?? EMPTY, entries);
  const last = added.at(-1);
  if (!last) return;
  const next: Head = { sequence: last.sequence, hash: last.hash };
  await mongo.audit.insertMany(added, { session });
  if (stored) await mongo.chains.updateOne({ _id: partnerId }, { $set: next }, { session });
  else await mongo.chains.insertOne({ _id: partnerId, ...next }, { session });
}

const LONGEST_WAIT_MS = 2000;

// Two transactions of one partner at once write the same head, and the database begins the later one anew. Waiting for
// one's turn is cheaper; it makes nothing safer, so a slow predecessor is not waited for for long.
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
