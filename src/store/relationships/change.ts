import { randomUUID } from 'node:crypto';
import { changed } from '../../relationship/difference.ts';
import type { Event } from '../../relationship/event.ts';
import { evolve } from '../../relationship/evolve.ts';
import type { Partner } from '../../relationship/partner.ts';
import type { Customer } from '../../relationship/people.ts';
import type { Relationship } from '../../relationship/relationship.ts';
import type { Situation } from '../../relationship/rules/guards.ts';
import { eventEntry } from '../audit/chain.ts';
import type { Audit, AuditTransaction } from '../audit/transaction.ts';
import type { RelationshipDocument, StoredEvent } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import type { Partners } from '../partners.ts';
import { checkShape } from './document-shape.ts';
import { type EventNotes, eventDocument, storedEvent } from './outbox.ts';
import { sealedLinkAfter, sealedLinkFor } from './sealed-link.ts';

/** Names a relationship: by its id, or by the partner and the customer, whether it exists already or not. */
export type ChangeTarget =
  | { readonly relationshipId: string }
  | { readonly partnerId: string; readonly customer: KeyFacts };

type KeyFacts = Pick<Customer, 'tenantId' | 'domain'>;

/** The result of a command. `isRepeat`: the same cause led to these events earlier, and nothing changed now. */
export type Change = {
  readonly relationshipId: string;
  readonly partner: Partner;
  readonly state: Relationship;
  readonly version: number;
  readonly events: readonly StoredEvent[];
  readonly isRepeat: boolean;
};

/** The parts of the store that a change of a relationship needs. */
export type RelationshipParts = { readonly partners: Partners; readonly audit: Audit };

/** `decide`, in the form that `relationships.change` calls; the time is the database's. */
export type Decision = (situation: Situation, now: Date) => Event[];

/** Changes relationships: the new state, its events and their audit entries are stored together or not at all. */
export function createRelationships(mongo: Mongo, { partners, audit }: RelationshipParts) {
  return {
    /**
     * Calls the decision inside the transaction, with the stored state and the database's time. It may be called more
     * than once, so it must be pure. When it throws a Refusal, this throws the same Refusal, and nothing has changed.
     */
    async change(target: ChangeTarget, decision: Decision, notes: EventNotes): Promise<Change> {
      const partnerId = await partnerOf(mongo, target);
      return audit.transaction(partnerId, (transaction) =>
        changeIn({ mongo, partners, transaction, partnerId }, { target, decision, notes }),
      );
    },
  };
}

/** The relationships, as the rest of the program changes them. */
export type Relationships = ReturnType<typeof createRelationships>;

type ChangeRequest = {
  readonly target: ChangeTarget;
  readonly decision: Decision;
  readonly notes: EventNotes;
};
type ChangeContext = {
  readonly mongo: Mongo;
  readonly partners: Partners;
  readonly transaction: AuditTransaction;
  readonly partnerId: string;
};
type ChangeStep = {
  readonly document: RelationshipDocument | undefined;
  readonly partner: Partner;
  readonly happened: readonly Event[];
  readonly now: Date;
  readonly notes: EventNotes;
};

async function changeIn(inside: ChangeContext, { target, decision, notes }: ChangeRequest): Promise<Change> {
  const { mongo, partners, partnerId } = inside;
  const { session } = inside.transaction;
  const stored = await mongo.relationships.findOne(filterOf(target), { session });
  const document = stored ? checkShape(stored) : undefined;
  const repeat = await repeated(inside, document, notes.cause);
  const { partner, now } = await partners.withNow(partnerId, session);
  if (repeat && document) {
    const { _id: relationshipId, state, version } = document;
    return { relationshipId, partner, state, version, events: repeat, isRepeat: true };
  }
  const happened = decision({ partner, relationship: document?.state }, now);
  return storeChange(inside, { document, partner, happened, now, notes });
}

// A relationship never changes its partner.
async function partnerOf({ relationships }: Mongo, target: ChangeTarget): Promise<string> {
  if ('partnerId' in target) return target.partnerId;
  const query = { _id: target.relationshipId };
  const document = await relationships.findOne(query, { projection: { partnerId: 1 } });
  if (!document) throw new Error('No such relationship');
  return document.partnerId;
}

async function repeated(
  { mongo, transaction: { session } }: ChangeContext,
  document: RelationshipDocument | undefined,
  cause: string | undefined,
): Promise<readonly StoredEvent[] | undefined> {
  if (!document || cause === undefined) return undefined;
  const earlier = await mongo.events.find({ partnerId: document.partnerId, cause }, { session }).toArray();
  return earlier.length === 0 ? undefined : earlier.map(storedEvent);
}

async function storeChange({ mongo, transaction }: ChangeContext, step: ChangeStep): Promise<Change> {
  const { document, partner, happened, notes } = step;
  const { state, changes } = evolved(document?.state, happened);
  if (!state) throw new Error('A first decision must lead to an event');
  const next = nextDocument(step, state);
  const about = { partnerId: partner.id, relationshipId: next._id, version: next.version };
  const stored = changes.map((change) =>
    eventDocument(change, about, { ...notes, ...sealedLinkFor(change.event, step) }),
  );
  if (stored.length > 0) {
    const { session } = transaction;
    await storeRelationship(mongo, { next, before: document }, session);
    await transaction.record(stored.map((one) => eventEntry(one)));
    await mongo.events.insertMany(stored, { session });
  }
  const version = stored.length > 0 ? next.version : (document?.version ?? 0);
  const events = stored.map(storedEvent);
  return { relationshipId: next._id, partner, state, version, events, isRepeat: false };
}

// Each event with its own changes, also where one command leads to several events.
function evolved(before: Relationship | undefined, happened: readonly Event[]) {
  let state = before;
  const changes = happened.map((event) => {
    const after = evolve(state, event);
    const change = { event, ...changed(state, after) };
    state = after;
    return change;
  });
  return { state, changes };
}

function nextDocument(step: ChangeStep, state: Relationship): RelationshipDocument {
  const { document, partner, happened, now } = step;
  return {
    _id: document?._id ?? randomUUID(),
    shape: 2,
    partnerId: partner.id,
    customerKey: customerKey(state.customer),
    version: (document?.version ?? 0) + 1,
    links: [...(document?.links ?? []), ...happened.flatMap(draftedLinks)],
    updatedAt: now,
    ...sealedLinkAfter(state, step),
    state,
  };
}

async function storeRelationship(
  { relationships }: Mongo,
  { next, before }: { next: RelationshipDocument; before: RelationshipDocument | undefined },
  session: AuditTransaction['session'],
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

function filterOf(target: ChangeTarget) {
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

function draftedLinks(event: Event) {
  return event.type === 'invitation-drafted'
    ? [{ tokenHash: event.tokenHash, invitationId: event.invitationId }]
    : [];
}
