import { randomUUID } from 'node:crypto';
import { type ClientSession, MongoServerError } from 'mongodb';
import type { Customer } from '../relationship/command.ts';
import type { Event } from '../relationship/event.ts';
import { evolve } from '../relationship/evolve.ts';
import type { Situation } from '../relationship/guards.ts';
import type { Partner } from '../relationship/partner.ts';
import type { Relationship } from '../relationship/relationship.ts';
import { checkShape } from './document-shape.ts';
import type { RelationshipDocument } from './documents.ts';
import type { Mongo } from './mongo.ts';
import { eventDocument, type Recording, recorded } from './outbox.ts';
import type { Partners } from './partners.ts';

/** Which relationship is meant: one that exists, or the one with this customer whether it exists or not. */
export type Target =
  | { readonly relationshipId: string }
  | { readonly partnerId: string; readonly customer: KeyFacts };

type KeyFacts = Pick<Customer, 'tenantId' | 'domain'>;

/** A relationship with its id and its partner. */
export type Found = {
  readonly relationshipId: string;
  readonly partnerId: string;
  readonly state: Relationship;
};

/** What a command led to. `isRepeat`: the same cause had led to these events before, and nothing changed now. */
export type Change = {
  readonly relationshipId: string;
  readonly partner: Partner;
  readonly state: Relationship;
  readonly events: readonly Recorded[];
  readonly isRepeat: boolean;
};

/** An event in the store. */
export type Recorded = ReturnType<typeof recorded>;

/** The rules, as the store needs them: what follows from the situation at the database's time. */
export type Decision = (situation: Situation, now: Date) => Event[];

const DUPLICATE_KEY = 11000;

/** Changes relationships: the new state and its events are stored together or not at all. */
export function createRelationships(mongo: Mongo, partners: Partners) {
  const attempt = (ask: Ask): Promise<Change> =>
    mongo.client.withSession((session) =>
      session.withTransaction(() => changeIn({ mongo, partners, session }, ask)),
    );

  return {
    /**
     * Takes the decision inside the transaction, at the database's time, on what is stored. The decision may be
     * taken more than once, so it must be pure. A Refusal that it throws passes through, and nothing has changed.
     */
    async change(target: Target, decision: Decision, recording: Recording): Promise<Change> {
      const ask = { target, decision, recording };
      try {
        return await attempt(ask);
      } catch (error) {
        // Somebody else's insert of the same customer or cause won: decide again on what is there now.
        if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return attempt(ask);
        throw error;
      }
    },
  };
}

/** Changes relationships. */
export type Relationships = ReturnType<typeof createRelationships>;

type Ask = { readonly target: Target; readonly decision: Decision; readonly recording: Recording };
type Inside = { readonly mongo: Mongo; readonly partners: Partners; readonly session: ClientSession };
type Step = {
  readonly document: RelationshipDocument | undefined;
  readonly partner: Partner;
  readonly happened: readonly Event[];
  readonly now: Date;
  readonly recording: Recording;
};

async function changeIn(inside: Inside, { target, decision, recording }: Ask): Promise<Change> {
  const { mongo, partners, session } = inside;
  const stored = await mongo.relationships.findOne(filterOf(target), { session });
  const document = stored ? checkShape(stored) : undefined;
  const partnerId = document?.partnerId ?? ('partnerId' in target ? target.partnerId : undefined);
  if (partnerId === undefined) throw new Error('No such relationship');
  const repeat = await repeated(inside, document, recording.cause);
  const { partner, now } = await partners.withNow(partnerId, session);
  if (repeat && document) {
    return { relationshipId: document._id, partner, state: document.state, events: repeat, isRepeat: true };
  }
  const happened = decision({ partner, relationship: document?.state }, now);
  return write(inside, { document, partner, happened, now, recording });
}

async function repeated(
  { mongo, session }: Inside,
  document: RelationshipDocument | undefined,
  cause: string | undefined,
): Promise<readonly Recorded[] | undefined> {
  if (!document || cause === undefined) return undefined;
  const earlier = await mongo.events.find({ partnerId: document.partnerId, cause }, { session }).toArray();
  return earlier.length === 0 ? undefined : earlier.map(recorded);
}

async function write({ mongo, session }: Inside, step: Step): Promise<Change> {
  const { document, partner, happened, recording } = step;
  const state = happened.reduce<Relationship | undefined>(evolve, document?.state);
  if (!state) throw new Error('A first decision must lead to an event');
  const next = nextDocument(step, state);
  const about = { partnerId: partner.id, relationshipId: next._id, version: next.version };
  const stored = happened.map((event) => eventDocument(event, about, recording));
  if (stored.length > 0) {
    await store(mongo, { next, before: document }, session);
    await mongo.events.insertMany(stored, { session });
  }
  return { relationshipId: next._id, partner, state, events: stored.map(recorded), isRepeat: false };
}

function nextDocument({ document, partner, happened, now }: Step, state: Relationship): RelationshipDocument {
  return {
    _id: document?._id ?? randomUUID(),
    shape: 2,
    partnerId: partner.id,
    customerKey: customerKey(state.customer),
    version: (document?.version ?? 0) + 1,
    links: [...(document?.links ?? []), ...happened.flatMap(linkOf)],
    updatedAt: now,
    state,
  };
}

async function store(
  { relationships }: Mongo,
  { next, before }: { next: RelationshipDocument; before: RelationshipDocument | undefined },
  session: ClientSession,
): Promise<void> {
  if (!before) {
    await relationships.insertOne(next, { session });
    return;
  }
  const { _id, ...fields } = next;
  const { matchedCount } = await relationships.replaceOne({ _id, version: before.version }, fields, {
    session,
  });
  if (matchedCount !== 1) throw new Error('The relationship changed inside its own transaction');
}

function filterOf(target: Target) {
  return 'relationshipId' in target
    ? { _id: target.relationshipId }
    : { partnerId: target.partnerId, customerKey: { $in: customerKeys(target.customer) } };
}

function customerKey({ tenantId, domain }: KeyFacts): string {
  return tenantId ?? `domain:${domain}`;
}

// A customer who was added before it had a tenant is the same one once it has.
function customerKeys({ tenantId, domain }: KeyFacts): string[] {
  return [...(tenantId === undefined ? [] : [tenantId]), customerKey({ domain })];
}

function linkOf(event: Event) {
  return event.type === 'invitation-drafted'
    ? [{ tokenHash: event.tokenHash, invitationId: event.invitationId }]
    : [];
}
