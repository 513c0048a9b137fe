import type { ClientSession, Filter } from 'mongodb';
import type { RuledOut } from '../../relationship/attempt.ts';
import type { AuditDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import type { Partners } from '../partners.ts';
import { actor } from './chain.ts';
import type { Audit } from './transaction.ts';

// A person who presses the same button ten thousand times leaves one entry in this time.
const SAME_WITHIN_MS = 10 * 60_000;

/** Records refused attempts in the partner's chain. */
export function createRefusals(mongo: Pick<Mongo, 'audit'>, partners: Partners, audit: Audit) {
  const isRepeat = async (attempt: RuledOut, options: { session?: ClientSession } = {}) =>
    (await mongo.audit.findOne(sameAs(attempt), { ...options, projection: { _id: 1 } })) !== null;

  return {
    /** Adds an entry, unless the same attempt of the same person was refused for the same reason less than 10 min ago. */
    async record(attempt: RuledOut): Promise<void> {
      if (await isRepeat(attempt)) return;
      const { partnerId, by, command, code, relationshipId, cause } = attempt;
      await audit.transaction(partnerId, async ({ session, record }) => {
        if (await isRepeat(attempt, { session })) return;
        const { now } = await partners.withNow(partnerId, session);
        const about = { cause: cause ?? null, relationshipId: relationshipId ?? null };
        await record([{ at: now, by: actor(by), ...about, what: { type: 'refused', command, code } }]);
      });
    },
  };
}

/** The refused attempts, as the rest of the program records them. */
export type Refusals = ReturnType<typeof createRefusals>;

// The text of the request is not compared: another spelling does not make it another attempt.
function sameAs({ partnerId, by, command, code, relationshipId }: RuledOut): Filter<AuditDocument> {
  return {
    partnerId,
    'by.objectId': by.objectId,
    'by.tenantId': by.tenantId,
    'what.type': 'refused',
    'what.command': command,
    'what.code': code,
    relationshipId: relationshipId ?? null,
    $expr: { $gt: ['$at', { $subtract: ['$$NOW', SAME_WITHIN_MS] }] },
  };
}
