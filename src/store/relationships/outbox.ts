import { ObjectId } from 'mongodb';
import type { Difference, RelationshipFacts } from '../../relationship/difference.ts';
import type { Event } from '../../relationship/event.ts';
import type { EventDocument, StoredEvent } from '../documents.ts';
import type { Mongo } from '../mongo.ts';

/** What is stored beside an event: its cause, the conversation of its command, and the link that its delivery needs. */
export type EventNotes = {
  readonly cause?: string;
  readonly conversationId?: string;
  /** The invitation's link, sealed, for the event that shows or mails it; removed once that event is dispatched. */
  readonly sealed?: string | undefined;
  /** The invitation's link, sealed, for the mail with the reply to this question. */
  readonly sealedLink?: string;
};

const FREE = new Date(0);
// Longer than one call to Teams may take; every delivery that is done renews it.
const LEASE_MS = 15_000;

/** The document of a new event: free to be claimed at once. */
export function eventDocument(
  { event, before, after }: { readonly event: Event } & Difference<RelationshipFacts>,
  about: { partnerId: string; relationshipId: string; version: number },
  { cause, conversationId, sealed }: EventNotes,
): EventDocument {
  return {
    _id: new ObjectId(),
    ...about,
    event,
    before,
    after,
    cause: cause ?? null,
    conversationId: conversationId ?? null,
    dispatchedAt: null,
    leaseUntil: FREE,
    leasedBy: null,
    attempts: 0,
    delivered: [],
    ...(sealed === undefined ? {} : { sealed }),
  };
}

/** A stored event without what only the outbox needs. */
export function storedEvent({ _id, ...document }: EventDocument): StoredEvent {
  const { partnerId, relationshipId, event, conversationId, sealed } = document;
  const known = { partnerId, relationshipId, event, conversationId };
  return { id: _id.toHexString(), ...known, ...(sealed === undefined ? {} : { sealed }) };
}

/** Hands out events that are not dispatched yet, each to one holder at a time. `holder`: the id of this process. */
export function createOutbox({ events }: Pick<Mongo, 'events'>, holder: string) {
  const mine = (id: string) => ({ _id: ObjectId.createFromHexString(id), leasedBy: holder });

  return {
    /** The oldest event that no process has a lease on, leased to this holder for 15 seconds; undefined: none waits. */
    async claim() {
      const document = await events.findOneAndUpdate(
        { dispatchedAt: { $type: 'null' }, $expr: { $lte: ['$leaseUntil', '$$NOW'] } },
        [{ $set: { leaseUntil: later(LEASE_MS), leasedBy: holder, attempts: { $add: ['$attempts', 1] } } }],
        { sort: { _id: 1 }, returnDocument: 'after' },
      );
      return document ? storedEvent(document) : undefined;
    },

    /** The conversation in which the invitation was asked for; undefined: it was not asked for in Teams. */
    async askedIn(relationshipId: string, invitationId: string): Promise<string | undefined> {
      const drafted = { 'event.type': 'invitation-drafted', 'event.invitationId': invitationId } as const;
      const document = await events.findOne({ relationshipId, ...drafted });
      return document?.conversationId ?? undefined;
    },

    /** Takes the event out of the outbox, and removes its sealed link. */
    async markDispatched(id: string): Promise<void> {
      await events.updateOne(mine(id), [
        { $set: { dispatchedAt: '$$NOW', leasedBy: null } },
        { $unset: 'sealed' },
      ]);
    },

    /** Gives the event back; it can be claimed again after `delayMs`. */
    async release(id: string, delayMs: number): Promise<void> {
      await events.updateOne(mine(id), [{ $set: { leaseUntil: later(delayMs), leasedBy: null } }]);
    },
  };
}

/** The events that are not dispatched yet. */
export type Outbox = ReturnType<typeof createOutbox>;

function later(ms: number) {
  return { $add: ['$$NOW', ms] };
}
