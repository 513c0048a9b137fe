import { randomUUID } from 'node:crypto';
import { changed } from '../../relationship/difference.ts';
import type { Event } from '../../relationship/event.ts';
import { evolve } from '../../relationship/evolve.ts';
import type { Partner } from '../../relationship/partner.ts';
import type { Relationship } from '../../relationship/relationship.ts';
import type { Situation } from '../../relationship/rules/guards.ts';
import { actorOf, entryId } from '../aggregates/chain.ts';
import { OVERTAKEN, untilWritten } from '../aggregates/until-written.ts';
import { append, type NewEntry, writeGuarded } from '../aggregates/write.ts';
import type { OutboxEntry, RelationshipDocument, StoredEvent, StoredLink } from '../documents.ts';
import type { Mongo } from '../mongo.ts';
import type { Directory } from '../partners/directory.ts';
import { type Listing, listed } from './listing.ts';
import { type EventNotes, eventsIn } from './notes.ts';
import { scheduleOf } from './schedule.ts';
import { sealedLinkAfter, sealedLinkFor } from './sealed-link.ts';
import {
  type ChangeTarget,
  customerKey,
  readSituation,
  type SituationParts,
  type StoredSituation,
} from './situation.ts';

/** The result of a command. `isRepeat`: the same cause led to these events earlier, and nothing changed now. */
export type Change = {
  readonly relationshipId: string;
  readonly partner: Partner;
  readonly state: Relationship;
  readonly version: number;
  readonly events: readonly StoredEvent[];
  readonly isRepeat: boolean;
};

/** `decide`, in the form that `relationships.change` calls; the time is the database's. */
export type Decision = (situation: Situation, now: Date) => Event[];

/** Receives a document whose outbox has something to pass on. */
export type OnWritten = (document: RelationshipDocument) => void;

/** What changes need besides the database. */
export type RelationshipParts = { readonly directory: Directory; readonly onWritten: OnWritten };

/** Changes relationships by one read and one guarded write: state, chain, cause and outbox change together. */
export function createRelationships(mongo: Mongo, { directory, onWritten }: RelationshipParts) {
  return {
    /**
     * Calls the decision with the stored state and the database's time. It may be called more than once, so it must be
     * pure. When it throws a Refusal, this throws the same Refusal, and nothing has changed.
     */
    change: (target: ChangeTarget, decision: Decision, notes: EventNotes): Promise<Change> => {
      // One id for all attempts: the write whose answer is lost is recognised by it.
      const cause = notes.cause ?? randomUUID();
      const id = randomUUID();
      return untilWritten(() => attempt({ mongo, directory, onWritten, target, decision, notes, cause, id }));
    },
  };
}

/** The relationships, as the rest of the program changes them. */
export type Relationships = ReturnType<typeof createRelationships>;

type Attempt = SituationParts & {
  readonly onWritten: OnWritten;
  readonly target: ChangeTarget;
  readonly decision: Decision;
  readonly notes: EventNotes;
  readonly cause: string;
  /** The id of the document, if it has to be made. */
  readonly id: string;
};

async function attempt(asked: Attempt): Promise<Change | typeof OVERTAKEN> {
  const { mongo, onWritten, target, decision, notes } = asked;
  const situation = await readSituation(asked, target);
  const { document, partner, now } = situation;
  const repeat = document && (await repeated(mongo, document, notes.cause));
  if (document && repeat) return { ...changeOf(document, partner), events: repeat, isRepeat: true };
  const happened = decision({ partner, relationship: document?.state }, now);
  const { state, entries } = evolved(situation, happened, notes);
  if (!state) throw new Error('A first decision must lead to an event');
  if (document && entries.length === 0)
    return { ...changeOf(document, partner), events: [], isRepeat: false };
  const { next, added } = nextDocument(asked, situation, { state, entries, happened });
  const isWritten = await writeGuarded(mongo.relationships, {
    before: document,
    next,
    added,
    key: 'customerKey',
  });
  if (!isWritten) return OVERTAKEN;
  onWritten(next);
  return { ...changeOf(next, partner), events: eventsIn(added), isRepeat: false };
}

function changeOf({ _id, state, version }: RelationshipDocument, partner: Partner) {
  return { relationshipId: _id, partner, state, version };
}

// The events that the same cause led to earlier: some may still stand in the outbox.
async function repeated(
  { events }: Mongo,
  { _id, causes, outbox }: RelationshipDocument,
  cause: string | undefined,
): Promise<readonly StoredEvent[] | undefined> {
  const known = cause === undefined ? undefined : causes.find((one) => one.cause === cause);
  if (!known) return undefined;
  const waiting = outbox.filter(({ sequence }) => known.sequences.includes(sequence));
  const ids = known.sequences.map((sequence) => entryId(_id, sequence));
  const passedOn = await events.find({ _id: { $in: ids } }).toArray();
  const all = new Map<string, OutboxEntry>([...passedOn, ...waiting].map((entry) => [entry._id, entry]));
  return eventsIn([...all.values()].sort((one, other) => one.sequence - other.sequence));
}

// Each event with its own changes, also where one command leads to several events.
function evolved(situation: StoredSituation, happened: readonly Event[], notes: EventNotes) {
  const { document } = situation;
  let state = document?.state;
  const entries = happened.map((event): NewEntry => {
    const after = evolve(state, event);
    const facts = changed(state, after);
    state = after;
    const { cause = null, conversationId = null } = notes;
    const { sealed } = sealedLinkFor(event, { document, notes });
    const content = { what: { type: 'event' }, event, ...facts, conversationId } as const;
    return {
      ...content,
      at: event.at,
      by: actorOf(event),
      cause,
      ...(sealed === undefined ? {} : { sealed }),
    };
  });
  return { state, entries };
}

type NextState = {
  readonly state: Relationship;
  readonly entries: readonly NewEntry[];
  readonly happened: readonly Event[];
};

function nextDocument(
  { id, cause, notes }: Attempt,
  { document, partner, now }: StoredSituation,
  { state, entries, happened }: NextState,
): { readonly next: RelationshipDocument; readonly added: readonly OutboxEntry[] } {
  const _id = document?._id ?? id;
  const owner = { partnerId: partner.id, relationshipId: _id };
  const { fields, added } = append(document, { owner, entries, cause, now });
  const next = listed<Omit<RelationshipDocument, keyof Listing>>({
    _id,
    shape: 3,
    partnerId: partner.id,
    customerKey: customerKey(state.customer),
    ...fields,
    outbox: [...(document?.outbox ?? []), ...added],
    links: [...(document?.links ?? []), ...happened.flatMap((event) => draftedLinks(event, notes))],
    updatedAt: now,
    ...scheduleOf(state, { partner, isOwnerGone: false }, now),
    ...sealedLinkAfter(state, { document, notes }),
    state,
  });
  return { next, added };
}

function draftedLinks(event: Event, { conversationId }: EventNotes): StoredLink[] {
  if (event.type !== 'invitation-drafted') return [];
  const { tokenHash, invitationId } = event;
  return [{ tokenHash, invitationId, ...(conversationId === undefined ? {} : { askedIn: conversationId }) }];
}
