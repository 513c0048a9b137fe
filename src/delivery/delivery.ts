import type { Partner } from '../relationship/partner.ts';
import type { Relationship } from '../relationship/relationship.ts';
import type { TokenHash } from '../relationship/values/link-token.ts';
import type { Notice, PostedFace } from '../store/deliveries/documents.ts';
import type { Conversation, PostedCard, StoredEvent } from '../store/documents.ts';
import type { Admit } from './admission.ts';

/** Which card is posted. */
export type Face = PostedFace;

/** A card to post, as the table of announcements asks for it. */
export type PostDelivery = {
  readonly kind: 'post';
  readonly key: string;
  readonly what: Face;
  readonly conversationId: string;
  /** True where one person asked for it: the card is in that person's language, elsewhere in the partner's. */
  readonly isOrigin: boolean;
};

/** A living card to bring up to date, as the table of announcements asks for it. */
export type UpdateDelivery = { readonly kind: 'update'; readonly key: string; readonly card: PostedCard };

/** The mails that the event asks for; the mail room knows to whom. */
export type MailDelivery = { readonly kind: 'mail'; readonly key: 'mail' };

/** What follows from an event; `key` is the same each time the event is announced. */
export type Delivery = PostDelivery | UpdateDelivery | MailDelivery;

/** How things stand now that something is delivered: cards and mails show the present state. */
export type Standing = {
  readonly relationshipId: string;
  readonly state: Relationship;
  readonly version: number;
  readonly partner: Partner;
};

/** An event, and how things stand now that it is announced. */
export type Announced = Standing & { readonly recorded: StoredEvent };

/** How a card is posted: `isMinimal`: as a short text, because Teams did not take the card itself. */
type Manner = {
  readonly isMinimal: boolean;
  /** Teams may have the card already, and it says so. */
  readonly isRepeat: boolean;
};

/** A card to post for one event. `instead`: Teams' code for why the place that it was meant for is gone. */
export type PlacedPost = Manner & {
  readonly kind: 'post';
  readonly place: Conversation;
  readonly face: Face;
  readonly isOrigin: boolean;
  readonly announced: Announced;
  readonly instead?: string;
};

/** A living card to edit. */
export type PlacedUpdate = Manner & {
  readonly kind: 'update';
  readonly place: Conversation;
  readonly card: PostedCard;
  readonly standing: Standing;
};

/** Several alerts on one card. `missed`: how many the place has missed in all; undefined: they are new. */
export type PlacedList = Manner & {
  readonly kind: 'list';
  readonly place: Conversation;
  readonly alerts: readonly Announced[];
  readonly missed?: number;
};

/** What the bot tells people of its deliveries by itself. */
export type PlacedNotice = Manner & {
  readonly kind: 'notice';
  readonly place: Conversation;
  readonly notice: Exclude<Notice, { type: 'missed' }>;
  readonly standing: Standing;
};

/** One call to Teams, with the conversation in which the bot posts or edits. */
export type PlacedDelivery = PlacedPost | PlacedUpdate | PlacedList | PlacedNotice;

/** One mail to send. `attempts`: how often it was tried, with this time. */
export type PlacedMail = { readonly to: string; readonly attempts: number; readonly announced: Announced };

/** What became of one attempt to deliver. */
export type Outcome =
  /**
   * Delivered, or nothing was left to deliver. `card`: the living card that now stands in the conversation; `told`: how
   * many of a list's alerts are on the card.
   */
  | { readonly type: 'done'; readonly card?: PostedCard; readonly told?: number }
  /** Not delivered, and to be repeated. `isBlameless`: neither the delivery nor its place is the reason. */
  | ({ readonly type: 'later'; readonly isBlameless?: boolean } & Repeatable)
  /** Sent, but the answer was lost or broken: it may have been delivered. */
  | ({ readonly type: 'ambiguous' } & Repeatable)
  /** The conversation, or only this card, no longer exists for the bot. `code`: Teams' word for the reason. */
  | {
      readonly type: 'gone';
      readonly of: 'conversation' | 'card';
      readonly cause: unknown;
      readonly code: string;
    }
  /** Teams does not take this card, here or elsewhere. */
  | { readonly type: 'ours'; readonly cause: unknown };

/** Why it failed, and how many milliseconds the other side asks the bot to wait. */
type Repeatable = { readonly cause: unknown; readonly afterMs?: number | undefined };

/** The outcome of a mail: sent or given up, or to be tried again. */
export type MailOutcome = Extract<Outcome, { type: 'done' | 'later' }>;

/** Nothing is left to deliver, and no new living card is to be remembered. */
export const DONE = { type: 'done' } as const;

/**
 * Makes one attempt to post or edit a card in Teams, once `admit` lets the call go; throws on a fault of the bot, never
 * on an answer of Teams.
 */
export type TeamsChannel = (delivery: PlacedDelivery, admit: Admit) => Promise<Outcome>;

/** Makes one attempt to send a mail; throws on a fault of the bot, never on an answer of the mail server. */
export type MailChannel = (mail: PlacedMail) => Promise<MailOutcome>;

/**
 * The customer's link that waited sealed with an event. `tokenHash` belongs to the invitation that is shown: the seal
 * of another invitation cannot be opened with it. Undefined without a seal, and when the password has changed.
 */
export type OpenLink = (sealed: string | undefined, tokenHash: TokenHash) => string | undefined;
