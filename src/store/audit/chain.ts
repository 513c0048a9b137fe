import { createHash } from 'node:crypto';
import { ObjectId } from 'mongodb';
import type { Event } from '../../relationship/event.ts';
import type { Actor } from '../../relationship/people.ts';
import type { AuditActor, AuditDocument, AuditEntry, ChainDocument, EventDocument } from '../documents.ts';

/** The end of a chain: the number of its entries and the hash of the last one. */
export type Head = Omit<ChainDocument, '_id'>;

/** The head of a chain that has no entry yet. */
export const EMPTY: Head = { sequence: 0, hash: '0'.repeat(64) };

/** The content as JSON with sorted keys and ISO dates, so that the same content always gives the same text. */
export function canonical(value: unknown): string {
  if (value instanceof Date) return `{"$date":"${value.toISOString()}"}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'string') return JSON.stringify(asStored(value));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
}

// BSON is UTF-8: half a surrogate pair comes back as U+FFFD, so it is hashed as U+FFFD from the beginning.
function asStored(text: string): string {
  return Buffer.from(text).toString();
}

function contentHash(content: unknown): string {
  return createHash('sha256').update(canonical(content)).digest('hex');
}

/** The hash of the fields of an event that never change; its delivery fields are not in it. */
export function eventHash({ _id, ...document }: EventDocument): string {
  const { partnerId, relationshipId, version, event, before, after, cause, conversationId } = document;
  const about = { partnerId, relationshipId, version, cause, conversationId };
  return contentHash({ id: _id.toHexString(), ...about, event, before, after });
}

/** The hash of all fields of an entry, with its place and the hash of the entry before it. */
export function entryHash(entry: Omit<AuditDocument, '_id' | 'hash'>): string {
  const { partnerId, sequence, previousHash, at, by, cause, relationshipId, what } = entry;
  return contentHash({ partnerId, sequence, previousHash, at, by, cause, relationshipId, what });
}

/** Puts the entries in their places after this head. */
export function linkedEntries(
  partnerId: string,
  head: Head,
  entries: readonly AuditEntry[],
): AuditDocument[] {
  let { sequence, hash } = head;
  return entries.map((entry) => {
    sequence += 1;
    const placed = { ...entry, partnerId, sequence, previousHash: hash };
    hash = entryHash(placed);
    return { _id: new ObjectId(), ...placed, hash };
  });
}

/** The audit entry of an event. */
export function eventEntry(document: EventDocument): AuditEntry {
  const { _id, event, cause, relationshipId } = document;
  const eventId = _id.toHexString();
  const what = { type: 'event', eventId, eventHash: eventHash(document) } as const;
  return { at: event.at, by: actorOf(event), cause, relationshipId, what };
}

function actorOf(event: Event): AuditActor {
  const by = actor(event.by);
  const proof = 'proof' in event ? event.proof : undefined;
  return by.kind === 'customer' && proof !== undefined ? { ...by, proof } : by;
}

/** The actor with only the fields that the audit records. */
export function actor(by: Actor): AuditActor {
  if (by.kind === 'clock') return { kind: 'clock' };
  if (by.kind === 'recipient') return { kind: by.kind, name: by.name };
  const { objectId, tenantId, name } = by;
  if (by.kind === 'customer') return { kind: by.kind, objectId, tenantId, name };
  return { kind: by.kind, objectId, tenantId, name, role: by.role };
}

/** The ways in which a chain can be broken. */
export type Flaw =
  | 'entry-missing'
  | 'entry-changed'
  | 'entry-added'
  | 'not-linked'
  | 'end-missing'
  | 'head-missing'
  | 'head-changed'
  | 'event-missing'
  | 'event-changed'
  | 'event-added';

/** What is wrong with an entry that should follow this head; undefined when nothing is. */
export function flawOf(entry: AuditDocument, previous: Head): Flaw | undefined {
  if (entry.sequence > previous.sequence + 1) return 'entry-missing';
  if (entry.sequence !== previous.sequence + 1) return 'entry-added';
  if (entryHash(entry) !== entry.hash) return 'entry-changed';
  return entry.previousHash === previous.hash ? undefined : 'not-linked';
}
