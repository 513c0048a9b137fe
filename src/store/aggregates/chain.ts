import { createHash } from 'node:crypto';
import type { Event } from '../../relationship/event.ts';
import type { Actor } from '../../relationship/people.ts';
import type { AuditActor, ChainHead, Entry, EntryDocument, OutboxEntry } from '../documents.ts';

/** The place of the last entry of a chain. */
export type Head = Pick<ChainHead, 'sequence' | 'hash'>;

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

/** The hash of everything that an entry says, with the hash of the entry before it; its seal is no part of it. */
export function entryHash(entry: Hashed, before: string): string {
  const { hash: _, sealed: __, ...said } = entry;
  return createHash('sha256')
    .update(canonical({ ...said, previousHash: before }))
    .digest('hex');
}

type Hashed = Omit<OutboxEntry, 'hash'> & { readonly hash?: string };

/** The document whose chain it is: a relationship of a partner, or the partner itself. */
export type ChainOwner = { readonly partnerId: string; readonly relationshipId: string | null };

/** The id of an entry. Ids of one chain sort by their sequence. */
export function entryId(documentId: string, sequence: number): string {
  return `${documentId}-${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;
}

const SEQUENCE_DIGITS = 9;

/** Matches the ids of all entries of one chain. */
export function idsOf(documentId: string) {
  return { $gt: `${documentId}-`, $lt: `${documentId}.` };
}

/** Puts the entries in their places after this head. */
export function linkedEntries(owner: ChainOwner, head: Head, entries: readonly Entry[]): EntryDocument[] {
  const { partnerId, relationshipId } = owner;
  let { sequence, hash } = head;
  return entries.map((entry) => {
    sequence += 1;
    const _id = entryId(relationshipId ?? partnerId, sequence);
    const placed = { ...entry, _id, partnerId, relationshipId, sequence };
    hash = entryHash(placed, hash);
    return { ...placed, hash };
  });
}

/** The actor of an event, as its entry records them. */
export function actorOf(event: Event): AuditActor {
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
  | 'end-missing'
  | 'head-missing'
  | 'head-changed'
  | 'anchored-missing'
  | 'anchored-changed';

/** What is wrong with an entry that should follow this head; undefined when nothing is. */
export function flawOf(entry: EntryDocument, previous: Head): Flaw | undefined {
  if (entry.sequence > previous.sequence + 1) return 'entry-missing';
  if (entry.sequence !== previous.sequence + 1) return 'entry-added';
  return entryHash(entry, previous.hash) === entry.hash ? undefined : 'entry-changed';
}
