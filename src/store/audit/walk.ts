import { EMPTY, type Flaw, flawOf, type Head } from '../aggregates/chain.ts';
import type { ChainHead, EntryDocument } from '../documents.ts';

/** A flaw of a chain and its place. `relationshipId`: null in a partner's own chain. */
export type Flawed = {
  readonly flaw: Flaw;
  readonly relationshipId: string | null;
  readonly sequence: number;
  readonly at?: Date;
};

/** A stored document with the end of its chain. */
export type Ended = {
  readonly _id: string;
  readonly chain: ChainHead;
  readonly outbox: readonly EntryDocument[];
};

/** The end that was reached, and the first entry behind the head: added by somebody, or since the head was read. */
export type Walked = Head & { readonly beyond?: EntryDocument };

/** Follows a chain from its first entry to the head in its document; what waits to be passed on stands in the document. */
export async function walkChain(
  { _id, chain, outbox }: Stored,
  passedOn: Entries,
  see: (entry: EntryDocument) => void = () => {},
): Promise<Walked | Flawed> {
  if (!chain) return { flaw: 'head-missing', relationshipId: _id, sequence: 0 };
  return follow({ _id, chain, outbox: outbox ?? [] }, passedOn, see);
}

/** A document as it may have become when somebody wrote past the program. */
type Stored = Pick<Ended, '_id'> & Partial<Ended>;

type Entries = AsyncIterable<EntryDocument> | readonly EntryDocument[];

async function follow(
  { chain, outbox }: Ended,
  passedOn: Entries,
  see: (entry: EntryDocument) => void,
): Promise<Walked | Flawed> {
  let reached: Head = EMPTY;
  let beyond: EntryDocument | undefined;
  const flawAt = (entry: EntryDocument): Flawed | undefined => {
    const flaw = flawOf(entry, reached);
    if (flaw) return placed(flaw, entry, reached);
    see(entry);
    reached = { sequence: entry.sequence, hash: entry.hash };
    return undefined;
  };
  for await (const entry of joined(passedOn, outbox)) {
    const isBeyond = entry.sequence > chain.sequence;
    if (isBeyond) beyond ??= entry;
    const flawed = isBeyond ? undefined : flawAt(entry);
    if (flawed) return flawed;
  }
  return endFlaw(reached, chain) ?? { ...reached, ...(beyond ? { beyond } : {}) };
}

// An entry may have been passed on, and not have been taken out of the outbox yet.
async function* joined(
  passedOn: AsyncIterable<EntryDocument> | readonly EntryDocument[],
  outbox: readonly EntryDocument[],
): AsyncGenerator<EntryDocument> {
  let last = 0;
  for await (const entry of passedOn) {
    last = entry.sequence;
    yield entry;
  }
  for (const entry of outbox) if (entry.sequence > last) yield entry;
}

/** The flaw of an entry at its own place. */
export function flawedAt(flaw: Flaw, { relationshipId, sequence, at }: EntryDocument): Flawed {
  return { flaw, relationshipId, sequence, at };
}

function placed(flaw: Flaw, entry: EntryDocument, { sequence }: Head): Flawed {
  // Of a missing entry only its place is known.
  if (flaw !== 'entry-missing') return flawedAt(flaw, entry);
  return { flaw, relationshipId: entry.relationshipId, sequence: sequence + 1 };
}

function endFlaw(reached: Head, { sequence, hash }: ChainHead): Flawed | undefined {
  const relationshipId = null;
  if (reached.sequence < sequence)
    return { flaw: 'end-missing', relationshipId, sequence: reached.sequence + 1 };
  return reached.hash === hash ? undefined : { flaw: 'head-changed', relationshipId, sequence };
}
