import { randomUUID } from 'node:crypto';
import type { ChangedBy } from '../aggregates/entries.ts';
import { OVERTAKEN, untilWritten } from '../aggregates/until-written.ts';
import { append, writeGuarded } from '../aggregates/write.ts';
import type { Entry, PartnerDocument } from '../documents.ts';
import type { Mongo } from '../mongo.ts';

/** The fields of a partner that changes touch. */
export type PartnerFields = Pick<PartnerDocument, 'profile' | 'roles' | 'alerts' | 'anchoredAt'>;

/** What a change makes of a partner, and the entries that say so; undefined: nothing changes. */
export type PartnerChanging = (
  before: PartnerDocument | undefined,
  now: Date,
) => { readonly fields: Partial<PartnerFields>; readonly entries: readonly Entry[] } | undefined;

/** The mark of an activity's change of one thing; undefined where the activity has no id. */
export function markOf(thing: string, { cause }: ChangedBy): { readonly mark?: string } {
  return cause === undefined ? {} : { mark: `${thing} ${cause}` };
}

/** A change with its entries; none when there is nothing to enter, because then everything is as it was. */
export function changing(fields: Partial<PartnerFields>, entries: readonly Entry[]) {
  return entries.length === 0 ? undefined : { fields, entries };
}

/** A partner before and after a change; the same twice when nothing changed. */
export type BothPartners = {
  readonly before: PartnerDocument | undefined;
  readonly after: PartnerDocument | undefined;
};

/**
 * Changes one partner by a read and a guarded write. `changing` may be called more than once, so it must be pure.
 * `mark`: by which the change is recognised among the partner's causes; a change that the partner knows is not made
 * again.
 */
export type ChangePartner = (
  id: string,
  changing: PartnerChanging,
  options?: { readonly mark?: string },
) => Promise<BothPartners>;

/** Changes partners; `onWritten` receives a document whose outbox has something to pass on. */
export function createChangePartner(
  mongo: Mongo,
  onWritten: (document: PartnerDocument) => void,
): ChangePartner {
  return (id, changing, options = {}) => {
    const cause = options.mark ?? randomUUID();
    return untilWritten(async () => {
      const { before, now } = await readPartner(mongo, id);
      if (before?.causes.some((one) => one.cause === cause)) return { before, after: before };
      const changed = changing(before, now);
      if (!changed) return { before, after: before };
      const { entries } = changed;
      const owner = { partnerId: id, relationshipId: null };
      const { fields, added } = append(before, { owner, entries, cause, now });
      const next: PartnerDocument = {
        ...stateOf(id, before),
        ...changed.fields,
        ...fields,
        outbox: [...(before?.outbox ?? []), ...added],
      };
      const isWritten = await writeGuarded(mongo.partners, { before, next, added, key: '_id' });
      if (!isWritten) return OVERTAKEN;
      onWritten(next);
      return { before, after: next };
    });
  };
}

function stateOf(id: string, before: PartnerDocument | undefined) {
  // A first change always brings the profile.
  return (
    before ?? { _id: id, shape: 2 as const, profile: {} as PartnerDocument['profile'], roles: [], alerts: [] }
  );
}

// The time is needed where there is no document yet too.
async function readPartner({ partners, clock }: Mongo, id: string) {
  const [found] = await partners
    .aggregate<{ document: PartnerDocument; now: Date }>([
      { $match: { _id: id } },
      { $replaceWith: { document: '$$ROOT', now: '$$NOW' } },
    ])
    .toArray();
  return found ? { before: found.document, now: found.now } : { before: undefined, now: await clock() };
}
