import { randomUUID } from 'node:crypto';
import type { Filter } from 'mongodb';
import type { RuledOut } from '../../relationship/attempt.ts';
import { actor } from '../aggregates/chain.ts';
import { OVERTAKEN, untilWritten } from '../aggregates/until-written.ts';
import { append, writeGuarded } from '../aggregates/write.ts';
import type { Aggregate, Entry, EntryDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import type { ChangePartner } from '../partners/change-partner.ts';
import type { OnWritten } from '../relationships/change.ts';

// A person who presses the same button ten thousand times leaves one entry in this time.
const SAME_WITHIN_MS = 10 * 60_000;

/** What recording refused attempts needs. */
export type RefusalParts = { readonly changePartner: ChangePartner; readonly onWritten: OnWritten };

/** Records refused attempts in the chain of the relationship that they concern, otherwise in the partner's. */
export function createRefusals(mongo: Mongo, { changePartner, onWritten }: RefusalParts) {
  const isRepeat = async (attempt: RuledOut) =>
    (await mongo.events.findOne(sameAs(attempt), { projection: { _id: 1 } })) !== null;

  return {
    /** Adds an entry, unless the same attempt of the same person was refused for the same reason less than 10 min ago. */
    async record(attempt: RuledOut): Promise<void> {
      if (await isRepeat(attempt)) return;
      const isRecorded = await recordWithRelationship(mongo, attempt, onWritten);
      if (isRecorded) return;
      await changePartner(
        attempt.partnerId,
        (stored, now) => {
          if (!stored) throw new Error(`No partner ${attempt.partnerId}`);
          if (isKnown(stored, attempt, now)) return undefined;
          return { fields: {}, entries: [entryOf(attempt, now)] };
        },
        { mark: markOf(attempt) },
      );
    },
  };
}

/** The refused attempts, as the rest of the program records them. */
export type Refusals = ReturnType<typeof createRefusals>;

// False when the attempt concerns no relationship that is stored.
async function recordWithRelationship(
  mongo: Mongo,
  attempt: RuledOut,
  onWritten: OnWritten,
): Promise<boolean> {
  const { relationshipId, partnerId } = attempt;
  if (relationshipId === undefined) return false;
  return untilWritten(async () => {
    const [read] = await mongo.relationships
      .aggregate<{ document: Parameters<OnWritten>[0]; now: Date }>([
        { $match: { _id: relationshipId, partnerId } },
        { $replaceWith: { document: '$$ROOT', now: '$$NOW' } },
      ])
      .toArray();
    if (!read) return false;
    const { document: before, now } = read;
    if (isKnown(before, attempt, now)) return true;
    const owner = { partnerId, relationshipId };
    const cause = markOf(attempt);
    const { fields, added } = append(before, { owner, entries: [entryOf(attempt, now)], cause, now });
    const next = { ...before, ...fields, outbox: [...before.outbox, ...added] };
    if (!(await writeGuarded(mongo.relationships, { before, next, added, key: '_id' }))) return OVERTAKEN;
    onWritten(next);
    return true;
  });
}

// The same attempt may still wait to be passed on, and then no entry of it is found in `events`.
function isKnown({ causes }: Aggregate, attempt: RuledOut, now: Date): boolean {
  const key = keyOf(attempt);
  return causes.some(
    ({ cause, at }) => cause.startsWith(`${key} `) && now.getTime() - at.getTime() < SAME_WITHIN_MS,
  );
}

// The text of the request is not compared: another spelling does not make it another attempt.
function keyOf({ by, command, code }: RuledOut): string {
  return `refused ${by.tenantId}/${by.objectId} ${command} ${code}`;
}

// By this the write is recognised when its answer is lost.
function markOf(attempt: RuledOut): string {
  return `${keyOf(attempt)} ${randomUUID()}`;
}

function entryOf({ by, command, code, cause }: RuledOut, at: Date): Entry {
  return { at, by: actor(by), cause: cause ?? null, what: { type: 'refused', command, code } };
}

function sameAs({ partnerId, by, command, code, relationshipId }: RuledOut): Filter<EntryDocument> {
  return {
    partnerId,
    'by.objectId': by.objectId,
    'by.tenantId': by.tenantId,
    'what.type': 'refused',
    'what.command': command,
    'what.code': code,
    ...(relationshipId === undefined ? {} : { relationshipId }),
    $expr: { $gt: ['$at', { $subtract: ['$$NOW', SAME_WITHIN_MS] }] },
  };
}
