import type { PostedCard, StoredEvent } from '../documents.ts';

/** Which card is posted because of an event. */
export type PostedFace = 'draft' | 'request' | 'reminder' | 'alert' | 'reply';

/** What the bot tells people of its deliveries by itself. */
export type Notice =
  /** A conversation is gone; `code`: Teams' word for the reason. */
  | { readonly type: 'conversation-gone'; readonly code: string }
  /** The conversation is back: this many messages were missed, of which `ids` are the newest. */
  | { readonly type: 'missed'; readonly ids: readonly string[]; readonly total: number }
  /** A delivery is parked; `words`: its last outcome. */
  | { readonly type: 'parked'; readonly words: string };

/** One thing to do because of an event. `isOrigin`: one person asked for the card, which is in that person's language. */
export type DeliveryWhat =
  | {
      readonly kind: 'post';
      readonly face: PostedFace;
      readonly conversationId: string;
      readonly isOrigin: boolean;
      /** Why the card stands in this chat: the conversation that it was meant for is gone. */
      readonly instead?: { readonly code: string };
    }
  | { readonly kind: 'notice'; readonly conversationId: string; readonly notice: Notice }
  | { readonly kind: 'update'; readonly card: PostedCard }
  | { readonly kind: 'mail'; readonly to: string };

/**
 * A delivery that is to be stored; storing it again changes nothing. `lane`: what keeps its order: the root of a
 * conversation, or `mail:` and an address. An update that waits is replaced by a newer one.
 */
export type NewDelivery = {
  readonly id: string;
  readonly lane: string;
  readonly recorded: StoredEvent;
  readonly what: DeliveryWhat;
};

/** An update that no event asks for: the state had changed before the card was remembered. */
export type CatchingUp = {
  readonly id: string;
  readonly lane: string;
  readonly partnerId: string;
  readonly relationshipId: string;
  readonly what: Extract<DeliveryWhat, { kind: 'update' }>;
};

/** What became of the last attempt; `words`: for people, without names, links and tokens. */
export type LastOutcome = {
  readonly type: 'tried' | 'later' | 'ambiguous' | 'gone' | 'ours' | 'fault' | 'moved' | 'skipped';
  readonly words: string;
};

/**
 * A delivery as stored. `rank`: posts, notices and mails come before updates. `at`, `event`, `step`: the time and the id
 * of its event, and its place in what follows from it; together they are its order. `token`: the lane's fencing token of the
 * last attempt. `generation`: how often an update was asked for.
 */
export type DeliveryDocument = {
  readonly _id: string;
  readonly lane: string;
  readonly rank: 0 | 1;
  readonly at: Date;
  readonly event: string;
  readonly step: number;
  readonly partnerId: string;
  readonly relationshipId: string;
  readonly recorded: StoredEvent | null;
  readonly what: DeliveryWhat;
  readonly state: 'waiting' | 'done' | 'missed' | 'parked';
  readonly generation: number;
  readonly token: number;
  readonly attempts: number;
  readonly isMinimal: boolean;
  /** An earlier attempt may have delivered it. */
  readonly isRepeat: boolean;
  readonly lastOutcome: LastOutcome | null;
  readonly dueAt: Date;
  readonly addedAt: Date;
  readonly doneAt: Date | null;
  /** Of a missed one: since when the place knows of it again. */
  readonly toldAt: Date | null;
};

/** A lane is of Teams or of the mail server; each kind has its own number of lanes at once. */
export type LaneKind = 'teams' | 'mail';

/**
 * A lane as stored. `dueAt`: from when any process may take it, absent while nothing waits; while a process holds it,
 * the end of its lease. `token` grows with every holder. `wakes` counts the deliveries that were added.
 */
export type LaneDocument = {
  readonly _id: string;
  readonly kind: LaneKind;
  readonly dueAt?: Date;
  readonly isHeld: boolean;
  readonly token: number;
  readonly wakes: number;
  /** Until when Teams wants no call. */
  readonly notBefore?: Date;
  /** When the newest calls ended, in milliseconds of the database's clock; never two the same. */
  readonly sends?: readonly number[];
  /** How many calls ended in each minute. */
  readonly minutes?: Readonly<Record<string, number>>;
  /** The database's time of the last write. */
  readonly readAt: Date;
  readonly idleAt?: Date;
};

/** The slots of a tenant, which all processes share. `nextAt`: milliseconds of the database's clock. */
export type PaceDocument = {
  readonly _id: string;
  readonly nextAt: number;
  readonly notBefore: number;
  readonly grant: { readonly now: number; readonly start: number; readonly slots: number };
  readonly usedAt: Date;
};
