import type { Partner } from '../relationship/partner.ts';
import type { Relationship } from '../relationship/relationship.ts';
import type { TokenHash } from '../relationship/values/link-token.ts';
import type { Conversation, PostedCard, StoredEvent } from '../store/documents.ts';

/** Which card is posted. */
export type Face = 'draft' | 'request' | 'reminder' | 'alert' | 'reply';

/** A card to post. */
export type PostDelivery = {
  readonly kind: 'post';
  readonly key: string;
  readonly what: Face;
  readonly conversationId: string;
  /** True where one person asked for it: the card is in that person's language, elsewhere in the partner's. */
  readonly isOrigin: boolean;
};

/** A living card to bring up to date. */
export type UpdateDelivery = { readonly kind: 'update'; readonly key: string; readonly card: PostedCard };

/** The mails that the event asks for; the mail room knows whether any of them still has to be sent. */
export type MailDelivery = { readonly kind: 'mail'; readonly key: 'mail' };

/** One thing to deliver because of an event; `key` is the same each time the event is claimed. */
export type Delivery = PostDelivery | UpdateDelivery | MailDelivery;

/** A delivery to Teams, with the conversation in which the bot posts or edits. */
export type PlacedDelivery = (PostDelivery | UpdateDelivery) & { readonly place: Conversation };

/** An event, and how things stand now that it is announced: cards and mails show the present state. */
export type Announced = {
  readonly recorded: StoredEvent;
  readonly state: Relationship;
  readonly partner: Partner;
};

/** What became of one attempt to deliver. */
export type Outcome =
  /** Delivered, or nothing was left to deliver; `card`: the living card that now stands in the conversation. */
  | { readonly type: 'done'; readonly card?: PostedCard }
  /** Not delivered, and to be repeated. */
  | ({ readonly type: 'later' } & Repeatable)
  /** Sent, but the answer was lost or broken: it may have been delivered. */
  | ({ readonly type: 'ambiguous' } & Repeatable)
  /** The conversation or the card no longer exists for the bot. */
  | { readonly type: 'gone'; readonly cause: unknown };

/** Why it failed, and how many milliseconds the other side asks the bot to wait. */
type Repeatable = { readonly cause: unknown; readonly afterMs?: number | undefined };

/** The outcome once a place that is gone has been recorded: delivered, or to be tried again. */
export type SettledOutcome = Exclude<Outcome, { type: 'gone' }>;

/** Nothing is left to deliver, and no new living card is to be remembered. */
export const DONE = { type: 'done' } as const;

/** Makes one attempt to post or edit a card in Teams; throws on a fault of the bot, never on an answer of Teams. */
export type TeamsChannel = (delivery: PlacedDelivery, announced: Announced) => Promise<Outcome>;

/** Makes one attempt to send the mails of an event; throws on a fault of the bot, never on an answer of the mail server. */
export type MailChannel = (delivery: MailDelivery, announced: Announced) => Promise<SettledOutcome>;

/**
 * The customer's link that waited sealed with an event. `tokenHash` belongs to the invitation that is shown: the seal
 * of another invitation cannot be opened with it. Undefined without a seal, and when the password has changed.
 */
export type OpenLink = (sealed: string | undefined, tokenHash: TokenHash) => string | undefined;

/** The id of a channel, given the id of the channel or of a thread in it. */
export function rootId(conversationId: string): string {
  return conversationId.split(';messageid=')[0] ?? conversationId;
}
